const SHARED={en:()=>import('./locales/en.js'),de:()=>import('./locales/de.js')};const PANEL={en:()=>import('./locales/panel-en.js'),de:()=>import('./locales/panel-de.js')};let words={};let current='en';let plurals=new Intl.PluralRules('en');export const language=()=>current;export function chooseLanguage(wishes,known=Object.keys(SHARED)){for(const wish of wishes){const short=wish?.toLowerCase().split(/[-_]/)[0];if(short&&known.includes(short))return short;}
return'en';}
export function setCatalogue(lang,catalogue){if(lang!==current)words={};current=lang;plurals=new Intl.PluralRules(lang);words={...words,...catalogue};}
export async function loadLanguage(lang,more){const parts=await Promise.all([SHARED[lang](),...(more?.[lang]?[more[lang]()]:[])]);for(const part of parts)setCatalogue(lang,part.default);if(typeof document!=='undefined')document.documentElement.lang=lang;}
export async function loadPanelWords(){const lang=current;const part=await PANEL[lang]();if(lang===current&& !has('end.title'))setCatalogue(lang,part.default);}
export function t(key,vars={}){const message=words[key];if(message===undefined)return key;const text=typeof message==='string'?message:message[plurals.select(Number(vars.n))]??message.other;return text.replace(/\{(\w+)\}/g,(hole,name)=>(name in vars?String(vars[name]):hole));}
export const has=(key)=>key in words;
