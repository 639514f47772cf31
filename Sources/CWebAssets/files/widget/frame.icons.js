import{$10}from'/widget/frame.js';
const $18=(()=>{const{draw,PATHS}=$10;const ALL={...PATHS,back:'M12 4l-6 6 6 6',lock:'M6 9V6.5a4 4 0 018 0V9M4.5 9h11v7.5h-11z',check:'M4 10.5l4 4 8-9',plus:'M10 4v12M4 10h12',star:'M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z',user:'M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4M3.5 17c.8-3.3 3.3-5 6.5-5s5.7 1.7 6.5 5',sound:'M3 8v4h3l4 3.5v-11L6 8zM13 7.5a4 4 0 010 5M15.5 5a7.5 7.5 0 010 10',mute:'M3 8v4h3l4 3.5v-11L6 8zM13 8l4 4M17 8l-4 4',search:'M9 14.5a5.5 5.5 0 100-11 5.5 5.5 0 000 11M13 13l4 4',alert:'M10 6v5M10 13.8v.2M10 17.5a7.5 7.5 0 100-15 7.5 7.5 0 000 15',};const icon=(name,size)=>draw(ALL[name],size);
return{icon}})();
export{$18};
