/// The style sheet of the page: light and dark as the reader's system is, readable on a phone.
enum HTMLStyle {
  static let sheet = """
    :root {
      --text: #1c2024; --faint: #60646c; --ground: #fcfcfd; --raised: #f0f0f3; --line: #d9d9e0;
      --passed: #18794e; --failed: #c62a2f; --errored: #946800; --skipped: #60646c;
      --passed-ground: #ddf3e4; --failed-ground: #ffe0e1; --errored-ground: #fff1c2;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #edeef0; --faint: #b0b4ba; --ground: #111113; --raised: #212225; --line: #363a3f;
        --passed: #4cc38a; --failed: #ff8589; --errored: #f1c94a; --skipped: #b0b4ba;
        --passed-ground: #113123; --failed-ground: #481a1d; --errored-ground: #3b2a06;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 1rem; max-width: 75rem; color: var(--text); background: var(--ground);
      font: 16px/1.5 system-ui, sans-serif;
    }
    h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
    p { margin: .4rem 0; }
    code { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
    a { color: inherit; }
    .faint, a { color: var(--faint); font-size: .9em; }
    .bar { display: flex; gap: 2px; }
    .bar span { padding: .15rem .5rem; border-radius: 3px; white-space: nowrap; background: var(--raised); }
    .bar .passed { background: var(--passed-ground); }
    .bar .failed { background: var(--failed-ground); }
    .bar .errored { background: var(--errored-ground); }
    .filters { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: 1rem 0; }
    .filters[hidden], details[hidden] { display: none; }
    .filters [type=search] {
      flex: 1 1 16rem; font: inherit; padding: .4rem .6rem; color: inherit; background: var(--raised);
      border: 1px solid var(--line); border-radius: 6px;
    }
    details { border-top: 1px solid var(--line); padding: .4rem 0; }
    summary { cursor: pointer; display: flex; gap: .6rem; align-items: baseline; }
    summary .path { flex: 1; overflow-wrap: anywhere; }
    .passed > summary .mark, .mark.passed, .health.up { color: var(--passed); }
    .failed > summary .mark, .mark.failed, .health.down { color: var(--failed); }
    .errored > summary .mark, .mark.errored, p.errored { color: var(--errored); }
    .mark { font-weight: 700; }
    .title { font-weight: 600; }
    .tag { background: var(--raised); border-radius: 4px; padding: .05rem .45rem; font-size: .85em; }
    table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .95em; }
    th { text-align: left; font-weight: 600; color: var(--faint); }
    th, td { padding: .3rem .6rem .3rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
    .source {
      margin: .6rem 0; padding: .5rem 0 .5rem 3.2rem; overflow-x: auto; background: var(--raised);
      border-radius: 6px; font-size: .9em; color: var(--faint);
    }
    .source code { white-space: pre; color: var(--text); }
    .source li.passed { background: var(--passed-ground); }
    .source li.failed { background: var(--failed-ground); }
    .source li.errored { background: var(--errored-ground); }
    .source li:target { outline: 2px solid var(--faint); }
    @media (max-width: 45rem) {
      thead { display: none; }
      tr { display: block; border-bottom: 1px solid var(--line); padding: .3rem 0; }
      td { display: block; border: 0; padding: .1rem 0; }
      td:empty { display: none; }
      td::before { content: attr(data-name) " "; color: var(--faint); font-size: .85em; }
    }
    """
}
