import type { Tensor } from "./tensor.ts";

type NumericTensor = Exclude<Tensor, { readonly type: "string" }>;

/** The elements as `raw_data`: fixed width, little-endian whatever the machine. */
export function tensorBytes(tensor: NumericTensor): Uint8Array {
  const { data } = tensor;
  const bytes = new Uint8Array(data.length * data.BYTES_PER_ELEMENT);
  const view = new DataView(bytes.buffer);
  switch (tensor.type) {
    case "double":
      tensor.data.forEach((value, index) => view.setFloat64(index * 8, value, true));
      break;
    case "float":
      tensor.data.forEach((value, index) => view.setFloat32(index * 4, value, true));
      break;
    case "int64":
      tensor.data.forEach((value, index) => view.setBigInt64(index * 8, value, true));
      break;
    case "int32":
      tensor.data.forEach((value, index) => view.setInt32(index * 4, value, true));
      break;
    case "uint8":
    case "bool":
      bytes.set(tensor.data);
      break;
  }
  return bytes;
}
