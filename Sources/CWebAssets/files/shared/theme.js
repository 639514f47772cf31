function parse(hex){const m=/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim());if(!m)return null;const s=m[1].length===3?[...m[1]].map((c)=>c+c).join(''):m[1];return[parseInt(s.slice(0,2),16),parseInt(s.slice(2,4),16),parseInt(s.slice(4,6),16)];}
function luminance(rgb){const[r,g,b]=rgb.map((v)=>(v/255<=0.04045?v/255/12.92:((v/255+0.055)/1.055)**2.4));return 0.2126*r+0.7152*g+0.0722*b;}
export function contrast(a,b){const[x,y]=[luminance(a),luminance(b)].sort((p,q)=>q-p);return(x+0.05)/(y+0.05);}
function readable(c,to,ground,wanted){for(let k=0;k<=1;k+=0.02){const mixed=c.map((v,i)=>Math.round(v+(to[i]-v)*k));if(contrast(mixed,ground)>=wanted)return mixed;}
return to;}
export function accentProperties(accent){const given=parse(accent);if(!given)return null;const css=(c)=>`rgb(${c.join(' ')})`;const white=[255,255,255];const black=[0,0,0];const ink=[22,25,29];let rgb=readable(given,black,white,1.3);if(contrast(rgb,white)<4.5&&contrast(rgb,ink)<4.6)rgb=readable(rgb,black,white,4.6);return{'--accent':css(rgb),'--on-accent':css(contrast(rgb,white)>=4.5?white:ink),'--accent-ink-light':css(readable(rgb,black,[241,242,244],5)),'--accent-ink-dark':css(readable(rgb,white,[43,47,53],5)),};}
export function applyAccent(el,accent){const properties=accent?accentProperties(accent):null;if(properties)for(const[name,value]of Object.entries(properties))el.style.setProperty(name,value);}
