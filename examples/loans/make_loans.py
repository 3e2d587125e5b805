"""Writes synthetic-loans.csv: invented corporate loans in the columns and the encoding (euc-kr) of a bank's export.

No row describes a real loan. Run: python examples/loans/make_loans.py
"""

import csv
import datetime
import pathlib
import random

random.seed(20240131)
ROWS = 600
EPOCH = datetime.date(2024, 1, 31)
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
MONTH_ENDS = [datetime.date(2024, month + 1, 1) - datetime.timedelta(days=1) for month in range(1, 12)]


def sas(day):
    return "" if day is None else f"{day.day:02d}{MONTHS[day.month - 1]}{day.year}"


def maybe(value, missing):
    return None if random.random() < missing else value


def before(day, years):
    return day - datetime.timedelta(days=random.randint(30, 365 * years))


def loan(number):
    at = random.choice(MONTH_ENDS)
    start = before(at, 6)
    due = start + datetime.timedelta(days=random.randint(365, 3650))
    rate = round(random.triangular(2.0, 14.0, 5.0), 2)
    overdue = 0 if random.random() < 0.8 else random.randint(1, 90)
    has_accounts = random.random() < 0.5
    assets = round(random.lognormvariate(8, 1.2)) if has_accounts else None
    debt = round(assets * random.uniform(0.2, 1.4)) if has_accounts else None
    strain = (overdue > 20) + (rate > 9) + (has_accounts and debt > assets)
    default = random.random() < (0.02, 0.12, 0.6, 0.95)[strain]
    return {
        "loan_no": f"L{number:05d}",
        "STD_DATE_NEW": sas(at),
        "seg": random.choices(["HOUSEHOLD", "SME", "SOHO", "대기업"], [70, 15, 12, 3])[0],
        "acct_titl_cd": f"{random.choice([48, 112, 731, 4829]):04d}",
        "PRODUCT_GB": random.choices(["무담보", "담보"], [72, 28])[0],
        "biz_gb": random.choice(["C26110", "c26299", "G46800", "F41100", "i55101", "L68122"]),
        "INT_RATE": rate,
        "init_loan_dt": sas(start),
        "loan_deadln_dt": sas(maybe(due, 0.35)),
        "corp_estblsh_day": sas(maybe(before(start, 20), 0.3)),
        "init_regist_dt": sas(before(start, 3)),
        "lst_renew_dt": sas(maybe(start + datetime.timedelta(days=30), 0.2)),
        "emply_cnt": maybe(random.randint(1, 300), 0.4),
        "BF_CRG": maybe(random.choice(["A", "B+", "B", "C"]), 0.1),
        "BF_DLNQNCY_DAY_CNT": maybe(overdue, 0.1),
        "AF_CRG": "D" if default else random.choice(["A", "B+", "B"]),
        "AF_DLNQNCY_DAY_CNT": overdue + (40 if default else 0),
        "QUAL_CHG": "DOWN" if default else "NO_CHG",
        "overdue_30d_cnt": overdue // 10,
        "CLLTRL_RATIO": round(random.uniform(0, 1.11), 3),
        "total_assets_this_year": "" if assets is None else f"{assets:,}",
        "debt": "" if debt is None else f"{debt:,}",
        "DLNQ_1M_FLG": "Y" if default else "N",
    }


rows = [loan(number) for number in range(ROWS)]
path = pathlib.Path(__file__).with_name("synthetic-loans.csv")
with path.open("w", encoding="euc-kr", newline="") as file:
    writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
