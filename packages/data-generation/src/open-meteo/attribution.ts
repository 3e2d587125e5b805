/** To be shown wherever values of the free service are: they are licensed under CC BY 4.0, for non-commercial use. */
export const OPEN_METEO_ATTRIBUTION = "Weather data by Open-Meteo.com (CC BY 4.0, https://open-meteo.com/)";
