/// How the pages look, and the little that they do.
enum PageStyle {
  /// The style sheet; colours by the browser's scheme.
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2430;--soft:#5a6675;--line:#dde2e8;
    --link:#0b5cad;--chip:#eef1f5;--up:#0f6b3a;--up-back:#dcf3e5;--down:#9f1d1d;--down-back:#fde4e1;
    --wait:#7a5200;--wait-back:#fdf0cf;--drop:#4a5568;--drop-back:#e4e8ee;--mark:#cfe6ff}
    @media(prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2028;--text:#e4e9f0;--soft:#9aa7b8;
    --line:#2c3540;--link:#7fb8ff;--chip:#242c37;--up:#7fe0a8;--up-back:#12351f;--down:#ffb0a6;
    --down-back:#43191a;--wait:#f5cf7a;--wait-back:#3a2c0c;--drop:#b4c0cf;--drop-back:#2a323d;--mark:#17406b}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif}
    a{color:var(--link)}a:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
    .skip,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip:focus{position:static;width:auto;height:auto;clip-path:none;display:block;padding:.5rem 1rem}
    header{background:var(--card);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:1}
    .bar{max-width:84rem;margin:auto;padding:.5rem 1.25rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center}
    .bar+.bar{padding-top:0;padding-bottom:.75rem}
    .brand{font-weight:650}
    nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
    nav a{text-decoration:none;padding:.15rem 0;border-bottom:2px solid transparent}
    nav a[aria-current]{color:var(--text);font-weight:600;border-color:var(--link)}
    .minor{font-size:.87rem;font-weight:400}
    h1{font-size:1.35rem;margin:0}
    .summary{display:flex;flex-wrap:wrap;gap:.4rem;margin:0}
    .search{margin-left:auto;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}
    .search label,.search output{font-size:.87rem;color:var(--soft)}
    input{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:6px;padding:.3rem .6rem;width:min(20rem,70vw)}
    main{max-width:84rem;margin:auto;padding:.5rem 1.25rem 3rem}
    h2{font-size:1.1rem;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}
    h3{font-size:.82rem;color:var(--soft);margin:.9rem 0 .3rem;font-weight:600}
    .badge{display:inline-block;font-size:.8rem;font-weight:600;padding:.05rem .55rem;border-radius:1rem;white-space:nowrap}
    .badge.up{color:var(--up);background:var(--up-back)}
    .badge.down{color:var(--down);background:var(--down-back)}
    .badge.unknown{color:var(--wait);background:var(--wait-back)}
    .badge.dropped{color:var(--drop);background:var(--drop-back)}
    table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:8px}
    th{text-align:left;font-size:.82rem;color:var(--soft);font-weight:600}
    th,td{padding:.5rem .75rem;vertical-align:top;border-bottom:1px solid var(--line)}
    tbody tr:last-child td{border-bottom:0}
    tr.down td:first-child{box-shadow:inset 3px 0 var(--down)}
    .endpoint{overflow-wrap:anywhere;min-width:14rem}
    .error{margin:.35rem 0 0;padding:.35rem .6rem;border-radius:6px;color:var(--down);background:var(--down-back);
    font:.85rem/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
    .when{white-space:nowrap}.when small{display:block;color:var(--soft)}
    .labels{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem}
    .labels li{background:var(--chip);border-radius:5px;padding:.05rem .45rem;font:.82rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
    .labels b{font-weight:500;color:var(--soft)}
    .labels .changed{background:var(--mark)}.labels .changed b{color:inherit}
    .labels .removed{text-decoration:line-through;color:var(--soft);background:none;border:1px dashed var(--line)}
    .none,.empty,.subject{color:var(--soft);font-size:.87rem}
    details{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.45rem .8rem;margin:.4rem 0}
    summary{cursor:pointer;overflow-wrap:anywhere}summary>*{margin-right:.5rem}
    .reason{display:block;margin:.15rem 0 0 1.1rem;color:var(--soft);font:.82rem ui-monospace,monospace}
    details[open]>summary{margin-bottom:.25rem}
    .steps{margin:0;padding-left:1.6rem}.steps>li{margin:.45rem 0}.whole{border:0;padding:0;margin:.25rem 0 0;background:none;font-size:.87rem}.whole>summary{color:var(--soft)}.steps>li::marker{color:var(--soft)}
    .rule{display:block;font-size:.85rem;overflow-wrap:anywhere;white-space:pre-wrap;margin-bottom:.2rem}
    .dropping .rule{color:var(--down)}
    code{font-family:ui-monospace,monospace;font-size:.9em}
    [hidden]{display:none!important}
    @media(max-width:52rem){.search{margin-left:0}table,tbody,tr,td{display:block}thead{display:none}
    tr{border-bottom:1px solid var(--line);padding:.4rem 0}td{border:0;padding:.25rem .75rem}}
    """

  /// Hides what does not have the text.
  static let script: StaticString = """
    'use strict';(()=>{const box=document.getElementById('filter'),count=document.getElementById('matches');
    const entries=[...document.querySelectorAll('[data-entry]')].map(e=>[e,e.textContent.toLowerCase()]);
    const groups=[...document.querySelectorAll('[data-group]')];
    const apply=()=>{const words=box.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
    for(const[e,t]of entries){const hit=words.every(w=>t.includes(w));e.hidden=!hit;shown+=hit}
    for(const g of groups)g.hidden=words.length>0&&!g.querySelector('[data-entry]:not([hidden])');
    count.textContent=words.length?shown+' of '+entries.length:'';
    history.replaceState(null,'',words.length?'#'+encodeURIComponent(box.value):location.pathname)};
    box.addEventListener('input',apply);
    if(location.hash.length>1&&location.hash!=='#content'){try{box.value=decodeURIComponent(location.hash.slice(1));apply()}catch{}}
    })();
    """
}
