const PREFIX='beckon:draft:';export class Drafts{constructor(storage){this.storage=storage;}
get(key){return this.storage.getItem(PREFIX+key)??'';}
set(key,text){try{if(text)this.storage.setItem(PREFIX+key,text);else this.storage.removeItem(PREFIX+key);}catch{}}
move(from,to){const text=this.get(from);if(text&& !this.get(to))this.set(to,text);this.set(from,'');}
clear(){for(const key of Object.keys(this.storage))if(key.startsWith(PREFIX))this.storage.removeItem(key);}}
