/**
 * Names that usually tell of a person what must not be held against them: the grounds of Article 21 of the EU Charter of
 * Fundamental Rights that turn up as columns, in English and Korean.
 */
const grounds: readonly RegExp[] = [
  /^(?:sex|gender|성별)$/u,
  /^(?:age|birth|birthday|birthdate|dob|나이|연령|생년월일)$/u,
  /^(?:race|ethnicity|ethnic|인종|민족)$/u,
  /^(?:religion|faith|종교)$/u,
  /^(?:nationality|citizenship|foreign|foreigner|국적|외국인)$/u,
  /^(?:marital|marriage|married|혼인|결혼)$/u,
  /^(?:pregnant|pregnancy|임신)$/u,
  /^(?:disability|disabled|장애)$/u,
  /^(?:orientation|sexuality)$/u,
];

/**
 * The columns whose names say that they hold a protected characteristic, in the order given. A name is taken apart at
 * signs, digits and capitals: `personal_status_sex`, `customerAge` and `성별_코드` are found, `usage` is not. A name tells
 * nothing of proxies: the list is where to begin, not a proof of fairness.
 */
export function protectedColumns(names: readonly string[]): readonly string[] {
  return names.filter((name) => wordsOf(name).some((word) => grounds.some((ground) => ground.test(word))));
}

function wordsOf(name: string): readonly string[] {
  return name
    .normalize("NFC")
    .replaceAll(/(\p{Lowercase})(\p{Uppercase})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{Letter}]+/u);
}
