/**
 * Facts behind the Korean calendar that no rule gives: lunar festivals and days off that the government or an election
 * made.
 *
 * Lunar dates: the lunisolar calendar of the Korea Astronomy and Space Science Institute. Elections: Public Official
 * Election Act, article 34, and the National Election Commission. Temporary holidays: resolutions of the State Council.
 */

type MonthDay = readonly [month: number, day: number];

/** Seollal (1st day of the 1st lunar month), Buddha's birthday (8th of the 4th), Chuseok (15th of the 8th). */
export const lunarFestivals: Readonly<Record<number, readonly [MonthDay, MonthDay, MonthDay]>> = {
  2013: [
    [2, 10],
    [5, 17],
    [9, 19],
  ],
  2014: [
    [1, 31],
    [5, 6],
    [9, 8],
  ],
  2015: [
    [2, 19],
    [5, 25],
    [9, 27],
  ],
  2016: [
    [2, 8],
    [5, 14],
    [9, 15],
  ],
  2017: [
    [1, 28],
    [5, 3],
    [10, 4],
  ],
  2018: [
    [2, 16],
    [5, 22],
    [9, 24],
  ],
  2019: [
    [2, 5],
    [5, 12],
    [9, 13],
  ],
  2020: [
    [1, 25],
    [4, 30],
    [10, 1],
  ],
  2021: [
    [2, 12],
    [5, 19],
    [9, 21],
  ],
  2022: [
    [2, 1],
    [5, 8],
    [9, 10],
  ],
  2023: [
    [1, 22],
    [5, 27],
    [9, 29],
  ],
  2024: [
    [2, 10],
    [5, 15],
    [9, 17],
  ],
  2025: [
    [1, 29],
    [5, 5],
    [10, 6],
  ],
  2026: [
    [2, 17],
    [5, 24],
    [9, 25],
  ],
  2027: [
    [2, 7],
    [5, 13],
    [9, 15],
  ],
  2028: [
    [1, 27],
    [5, 2],
    [10, 3],
  ],
  2029: [
    [2, 13],
    [5, 20],
    [9, 22],
  ],
  2030: [
    [2, 3],
    [5, 9],
    [9, 12],
  ],
  2031: [
    [1, 23],
    [5, 28],
    [10, 1],
  ],
  2032: [
    [2, 11],
    [5, 16],
    [9, 19],
  ],
  2033: [
    [1, 31],
    [5, 6],
    [9, 8],
  ],
  2034: [
    [2, 19],
    [5, 25],
    [9, 27],
  ],
  2035: [
    [2, 8],
    [5, 15],
    [9, 16],
  ],
};

/**
 * Elections held at the end of a term, up to the local election of 2026, and later ones whose date follows from article
 * 34 beyond dispute. Left out: the presidential elections of 2030 and 2035 and the local election of 2034, whose dates
 * are computed differently by different authorities.
 */
export const elections: Readonly<Record<number, readonly (readonly [MonthDay, string])[]>> = {
  2014: [[[6, 4], "Local Elections"]],
  2016: [[[4, 13], "National Assembly Election"]],
  2017: [[[5, 9], "Presidential Election"]],
  2018: [[[6, 13], "Local Elections"]],
  2020: [[[4, 15], "National Assembly Election"]],
  2022: [
    [[3, 9], "Presidential Election"],
    [[6, 1], "Local Elections"],
  ],
  2024: [[[4, 10], "National Assembly Election"]],
  2025: [[[6, 3], "Presidential Election"]],
  2026: [[[6, 3], "Local Elections"]],
  2028: [[[4, 12], "National Assembly Election"]],
  2030: [[[6, 12], "Local Elections"]],
  2032: [[[4, 14], "National Assembly Election"]],
};

/** Days that the State Council declared holidays once; known up to November 2026. */
export const temporaryHolidays: Readonly<Record<number, readonly MonthDay[]>> = {
  2015: [[8, 14]],
  2016: [[5, 6]],
  2017: [[10, 2]],
  2020: [[8, 17]],
  2023: [[10, 2]],
  2024: [[10, 1]],
  2025: [[1, 27]],
};
