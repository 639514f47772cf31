const KEY='beckon.desk.drafts';const LIMIT_DRAFTS=100;const LIMIT_CHARACTERS=8000;export class Drafts{constructor(storage,owner,now=Date.now){this.storage=storage;this.key=`${KEY}.${owner}`;this.now=now;this.drafts=new Map(this.#read());}
#read(){try{const kept=JSON.parse(this.storage.getItem(this.key)??'[]');return Array.isArray(kept)?kept:[];}catch{return[];}}
#write(){try{if(this.drafts.size===0)this.storage.removeItem(this.key);else this.storage.setItem(this.key,JSON.stringify([...this.drafts]));}catch{}}
text(ticketId,mode){return this.drafts.get(ticketId)?.[mode]??'';}
mode(ticketId){const draft=this.drafts.get(ticketId);return draft?.mode==='note'&&draft.note?'note':'reply';}
has(ticketId){const draft=this.drafts.get(ticketId);return Boolean(draft?.reply?.trim()||draft?.note?.trim());}
set(ticketId,mode,text){const draft={...this.drafts.get(ticketId),mode,at:this.now()};if(text)draft[mode]=text.slice(0,LIMIT_CHARACTERS);else delete draft[mode];this.drafts.delete(ticketId);if(draft.reply||draft.note)this.drafts.set(ticketId,draft);for(const oldest of this.drafts.keys()){if(this.drafts.size<=LIMIT_DRAFTS)break;this.drafts.delete(oldest);}
this.#write();}}
