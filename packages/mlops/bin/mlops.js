#!/usr/bin/env node
import "@mlops/cli/bin";
