const KEY='beckon.desk.presence';const KEPT_MS=60_000;export class PresenceChoice{constructor(id,tab){this.id=id;this.tab=tab;this.wanted=this.#recall();this.unsaid=false;}
#recall(){try{const kept=JSON.parse(this.tab?.getItem(KEY)??'null');return kept?.id===this.id&&Date.now()-kept.at<KEPT_MS?kept.status:null;}catch{return null;}}
remember(){try{this.tab?.setItem(KEY,JSON.stringify({id:this.id,status:this.wanted,at:Date.now()}));}catch{}}}
