extension Page {
    /// Colours are of the palette of Okabe and Ito, told apart by the colour-blind too; dashes tell the lines apart without any colour.
    static let style = """
        :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --faint: #d8d8d8; --soft: #555;
          --c0: #0060a0; --c1: #b34700; --c2: #00704f; --c3: #8c4476; --c4: #6b5d00; --c5: #2f7ab0; --c6: #7a2a2a; --c7: #444; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8e8e8; --paper: #16181a; --faint: #3a3d40; --soft: #a8a8a8;
            --c0: #6fbbf0; --c1: #f0a060; --c2: #45d0a4; --c3: #e0a0cc; --c4: #e8dc60; --c5: #a8d8f8; --c6: #f09090; --c7: #c8c8c8; } }
        @media print {
          :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #ccc; --soft: #333;
            --c0: #0060a0; --c1: #b34700; --c2: #00704f; --c3: #8c4476; --c4: #6b5d00; --c5: #2f7ab0; --c6: #7a2a2a; --c7: #444; }
          body { font-size: 12px; } main { max-width: none; padding: 0; }
          figure, tr { break-inside: avoid; } h2 { break-after: avoid; } }
        body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 0; }
        main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
        th, td { text-align: left; padding: .15rem .9rem .15rem 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
        tbody th { font-weight: normal; } .n { text-align: right; }
        figure { margin: 1.2rem 0; } figcaption { font-weight: 600; }
        details { margin: .3rem 0; } summary { cursor: pointer; color: var(--soft); }
        svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .mark { fill: var(--soft); }
        .grid { stroke: var(--faint); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); stroke-dasharray: 8 4; } .s2 { stroke: var(--c2); stroke-dasharray: 2 3; }
        .s3 { stroke: var(--c3); stroke-dasharray: 10 3 2 3; } .s4 { stroke: var(--c4); stroke-dasharray: 14 4; }
        .s5 { stroke: var(--c5); stroke-dasharray: 4 4; } .s6 { stroke: var(--c6); stroke-dasharray: 12 3 2 3 2 3; }
        .s7 { stroke: var(--c7); stroke-dasharray: 1 4; } .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 3 1 3; }
        """
}
