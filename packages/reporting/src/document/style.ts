const light = `--page:#fff;--panel:#f6f7f9;--line:#d9dde3;--text:#1a1f27;--soft:#5a6472;--link:#0b5cad;
--good:#1a6b3a;--warn:#8a5200;--bad:#b3261e;
--chart-1:#0072b2;--chart-2:#d55e00;--chart-3:#007d5a;--chart-4:#a8568b;--chart-5:#8a6d00;--chart-6:#3a8fc2;
--chart-quiet:#767d88;--chart-grid:#e3e6ea;--chart-heat:#00538a;--chart-on-fill:#fff;`;

const dark = `--page:#14171c;--panel:#1d2128;--line:#363c46;--text:#e4e7ec;--soft:#a3acb9;--link:#7db8f5;
--good:#6ed394;--warn:#f0b45c;--bad:#ff8a80;
--chart-1:#56b4e9;--chart-2:#ff8a3d;--chart-3:#2cc79b;--chart-4:#dd94c2;--chart-5:#d9bd45;--chart-6:#9ccbea;
--chart-quiet:#8d96a3;--chart-grid:#2c323b;--chart-heat:#1d6296;--chart-on-fill:#fff;`;

/** The whole style of a report: one column that grows with the page, charts in a grid, light, dark and print. */
export const style = `
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);line-height:1.5;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic","NanumGothic",sans-serif;font-size:15px;overflow-wrap:anywhere}
.page{max-width:1240px;margin:0 auto;padding:28px 24px 64px;display:grid;gap:0 40px}
header{margin-bottom:20px}
h1{margin:0;font-size:1.75rem;line-height:1.25;letter-spacing:-.01em}
.subtitle{margin:4px 0 0;color:var(--soft)}
.status{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:12px 0 0;padding:0;list-style:none;font-size:.875rem}
.status li{padding:2px 10px;border:1px solid var(--line);border-radius:99px;unicode-bidi:isolate}
.status .ok,.status .degraded,.status .failed{font-weight:600;color:var(--page);border-color:transparent}
.status .ok{background:var(--good)}.status .degraded{background:var(--warn)}.status .failed{background:var(--bad)}
nav{font-size:.875rem}
nav h2{margin:0 0 6px;font-size:.75rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft)}
nav ol{margin:0;padding:0;list-style:none}
nav a{display:block;padding:3px 0;color:var(--link);text-decoration:none}
nav a:hover{text-decoration:underline}
main{min-width:0}
section{margin:0 0 36px;scroll-margin-top:16px}
section>h2{margin:0 0 14px;padding-bottom:6px;border-bottom:1px solid var(--line);font-size:1.25rem}
h3{margin:0 0 8px;font-size:.9375rem}
p{margin:0 0 12px;max-width:76ch}
.facts{display:flex;flex-wrap:wrap;gap:1px;margin:0 0 18px;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--panel)}
.facts div{flex:1 1 200px;padding:8px 14px;box-shadow:0 0 0 1px var(--line)}
.facts div:has(code){flex-basis:420px}
dt{color:var(--soft);font-size:.8125rem;unicode-bidi:isolate}
dd{margin:0;font-weight:500;font-variant-numeric:tabular-nums;unicode-bidi:isolate}
.scroll{overflow-x:auto}
.scroll:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;font-size:.875rem;margin:0 0 6px;min-width:min(100%,420px)}
caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 6px;font-size:.9375rem}
th,td{padding:6px 14px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);unicode-bidi:isolate;overflow-wrap:normal;max-width:46ch}
th:last-child,td:last-child{padding-right:2px}
td{overflow-wrap:break-word}
th{font-weight:600;color:var(--soft);white-space:nowrap;vertical-align:bottom}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody tr:hover{background:var(--panel)}
.absent,.count,.cut,.bounds{color:var(--soft)}
.cut{font-size:.8125rem;margin:0 0 12px}
.count{font-weight:400;margin-left:6px}
.scroll+.facts,.scroll+details,.cut+details{margin-top:14px}
.scroll+h3,.cut+h3{margin-top:20px}
.scroll+.scroll,.facts+.scroll,.cut+.scroll{margin-top:20px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:20px;margin:18px 0}
figure{margin:0;padding:14px;border:1px solid var(--line);border-radius:8px;min-width:0}
figure.wide{grid-column:1/-1}
figcaption{font-weight:600;margin-bottom:8px;font-size:.9375rem}
.bounds{display:block;font-weight:400;font-size:.8125rem}
figure svg{display:block;width:100%;height:auto;max-width:560px;margin:0 auto}
figure.wide svg{max-width:none;min-width:620px}
td svg{display:block}
.note{padding:10px 14px;border-left:4px solid var(--link);background:var(--panel);border-radius:0 6px 6px 0}
.note.warning{border-color:var(--warn)}.note.problem{border-color:var(--bad)}
.note strong{margin-right:4px}
details{margin:0 0 12px;border:1px solid var(--line);border-radius:8px;padding:8px 14px}
summary{cursor:pointer;font-weight:600;font-size:.9375rem}
details[open]>summary{margin-bottom:10px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"D2Coding","Noto Sans Mono CJK KR",monospace;font-size:.8125rem}
dd code,td code{overflow-wrap:anywhere;font-weight:400}
td code{display:inline-block;min-width:24ch}
pre{margin:0;overflow-x:auto;white-space:pre;tab-size:2}
@media(min-width:1080px){
.page{grid-template-columns:minmax(0,1fr) 190px}
header{grid-column:1/-1}
nav{grid-column:2;grid-row:2}
nav>div{position:sticky;top:24px;padding-left:16px;border-left:1px solid var(--line)}
main{grid-column:1;grid-row:2}
}
@media(max-width:1079px){nav{margin-bottom:24px;padding:12px 16px;background:var(--panel);border-radius:8px}nav ol{display:flex;flex-wrap:wrap;gap:2px 18px}}
@media(max-width:520px){.page{padding:18px 14px 40px}h1{font-size:1.4rem}.facts div{flex-basis:130px;padding:7px 10px}.facts div:has(code){flex-basis:100%}figure{padding:10px}}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{
@page{margin:14mm}
body{font-size:10pt}
.page{display:block;max-width:none;padding:0}
nav{display:none}
.scroll,pre{overflow:visible}
pre{white-space:pre-wrap}
.charts{grid-template-columns:1fr 1fr;gap:12px}
figure.wide svg{min-width:0}
figure,tr,.note,.facts div{break-inside:avoid}
h2,h3,caption,thead{break-after:avoid}
thead{display:table-header-group}
table{font-size:8.5pt;width:100%}
th{white-space:normal}
details::details-content{content-visibility:visible;display:block}
.status li{print-color-adjust:exact}
}
`;
