const FIRST={theme:'system',language:'',keys:'on',alerts:'off'};export class Prefs extends EventTarget{constructor(storage){super();this.storage=storage;}
get(key){return(this.storage.getItem(`beckon.desk.${key}`)??FIRST[key]);}
set(key,value){this.storage.setItem(`beckon.desk.${key}`,value);this.dispatchEvent(new CustomEvent('change',{detail:key}));}
dress(){const theme=this.get('theme');if(theme==='system')delete document.documentElement.dataset.theme;else document.documentElement.dataset.theme=theme;}}
