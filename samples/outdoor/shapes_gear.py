"""Flat drawings of camp, carry, climbing, winter, water and cycling gear on a 200 x 200 sheet.

$c is the product's colour, $d a darker and $l a lighter shade of it; $k is ink, $w paper, $m and $n
light and dark metal. The ground line is at y = 160.
"""

GEAR = {
    "tent": '<path d="M100 58 L30 160 H170 Z" fill="$c"/><path d="M100 58 L170 160 H132 Z" fill="$d"/>'
            '<path d="M100 76 L74 160 H118 Z" fill="$k"/><path d="M100 76 L60 160 H80 Z" fill="$l"/>'
            '<path d="M100 58 L94 50 M100 58 L107 50" stroke="$k" stroke-width="3" stroke-linecap="round"/>'
            '<path d="M30 160 L18 166 M170 160 L182 166" stroke="$k" stroke-width="2"/>',
    "tarp": '<path d="M52 160 V84 M148 160 V84" stroke="$n" stroke-width="5" stroke-linecap="round"/>'
            '<path d="M24 100 Q62 88 100 56 Q138 88 176 100 L150 104 Q120 92 100 84 Q80 92 50 104 Z" fill="$c"/>'
            '<path d="M100 56 Q138 88 176 100 L150 104 Q120 92 100 84 Z" fill="$d"/>'
            '<path d="M24 100 L14 160 M176 100 L186 160" stroke="$k" stroke-width="2"/>',
    "pegs": "".join(f'<g transform="rotate({angle} 100 150)"><path d="M96 62 H104 V140 L100 158 L96 140 Z" fill="$c"/>'
                    '<path d="M100 62 H104 V140 L100 158 Z" fill="$d"/><path d="M90 58 H110 V66 H90 Z" fill="$d"/>'
                    '<circle cx="100" cy="76" r="2.5" fill="$k"/></g>' for angle in (-24, 0, 24)),
    "bag": '<path d="M68 150 Q56 96 76 62 Q100 34 124 62 Q144 96 132 150 Q100 170 68 150 Z" fill="$c"/>'
           '<path d="M100 48 Q124 44 124 62 Q144 96 132 150 Q116 159 100 159 Z" fill="$d"/>'
           '<ellipse cx="100" cy="74" rx="20" ry="22" fill="$k"/><ellipse cx="100" cy="80" rx="15" ry="15" fill="$l"/>'
           '<path d="M69 110 Q100 122 131 110 M70 130 Q100 143 130 130" fill="none" stroke="$l" stroke-width="3"/>'
           '<path d="M100 96 V158" stroke="$k" stroke-width="2" stroke-dasharray="4 3"/>',
    "mat": '<path d="M62 128 L164 96 L178 126 L78 160 Z" fill="$c"/><path d="M78 160 L178 126 L178 132 L80 166 Z" fill="$d"/>'
           '<path d="M86 121 L100 152 M108 114 L122 145 M130 107 L144 138 M150 101 L164 131" stroke="$l" stroke-width="4"/>'
           '<circle cx="60" cy="138" r="27" fill="$d"/><circle cx="60" cy="138" r="19" fill="$c"/>'
           '<circle cx="60" cy="138" r="12" fill="$d"/><circle cx="60" cy="138" r="5" fill="$l"/>',
    "pillow": '<path d="M40 96 Q100 80 160 96 Q172 126 160 152 Q100 166 40 152 Q28 126 40 96 Z" fill="$c"/>'
              '<path d="M40 152 Q100 166 160 152 Q166 140 167 126 Q100 150 33 126 Q34 142 40 152 Z" fill="$d"/>'
              '<path d="M70 104 Q100 114 130 104" stroke="$l" stroke-width="4" fill="none" stroke-linecap="round"/>',
    "hammock": '<path d="M28 52 V160 M172 52 V160" stroke="#8a6a4f" stroke-width="11" stroke-linecap="round"/>'
               '<path d="M28 84 L46 92 M172 84 L154 92" stroke="$k" stroke-width="3"/>'
               '<path d="M46 90 Q100 176 154 90 Q100 134 46 90 Z" fill="$c"/>'
               '<path d="M46 90 Q100 150 154 90 Q100 134 46 90 Z" fill="$l"/><path d="M70 122 Q100 150 130 122" fill="none" stroke="$d" stroke-width="4"/>',
    "stove": '<path d="M58 160 L78 126 M142 160 L122 126" stroke="$n" stroke-width="6" stroke-linecap="round"/>'
             '<rect x="70" y="112" width="60" height="18" rx="6" fill="$c"/><rect x="70" y="121" width="60" height="9" rx="4" fill="$d"/>'
             '<path d="M54 104 H146 M66 104 V112 M134 104 V112" stroke="$n" stroke-width="6" stroke-linecap="round"/>'
             '<path d="M100 50 Q124 78 112 100 H88 Q76 80 94 74 Q90 62 100 50 Z" fill="#4f9fd8"/>'
             '<path d="M101 70 Q114 86 107 100 H93 Q88 88 101 70 Z" fill="#bfe3fb"/>'
             '<path d="M100 130 V148" stroke="$n" stroke-width="6"/><circle cx="100" cy="152" r="8" fill="$d"/>',
    "can": '<rect x="66" y="82" width="68" height="78" rx="12" fill="$c"/><path d="M100 82 H122 Q134 82 134 94 V148 Q134 160 122 160 H100 Z" fill="$d"/>'
           '<path d="M66 92 Q100 66 134 92 Z" fill="$m"/><rect x="92" y="60" width="16" height="18" rx="3" fill="$n"/>'
           '<rect x="66" y="106" width="68" height="30" fill="$w"/><path d="M100 109 Q112 121 104 133 H96 Q88 123 97 119 Q95 114 100 109 Z" fill="#ef8a3c"/>',
    "pot": '<rect x="52" y="92" width="96" height="62" rx="10" fill="$c"/><path d="M100 92 H148 V144 Q148 154 138 154 H100 Z" fill="$d"/>'
           '<rect x="46" y="84" width="108" height="12" rx="6" fill="$m"/><path d="M60 84 Q100 58 140 84 Z" fill="$l"/><circle cx="100" cy="68" r="7" fill="$k"/>'
           '<path d="M148 108 H176 V120 H148" fill="none" stroke="$n" stroke-width="6" stroke-linejoin="round"/>',
    "fork": '<g transform="rotate(-14 100 110)"><path d="M74 54 V82 M82 54 V82 M90 54 V82" stroke="$c" stroke-width="4" stroke-linecap="round"/>'
            '<path d="M72 80 H92 Q92 94 86 98 V158 H78 V98 Q72 94 72 80 Z" fill="$c"/></g>'
            '<g transform="rotate(14 100 110)"><ellipse cx="120" cy="72" rx="14" ry="20" fill="$d"/><ellipse cx="120" cy="70" rx="9" ry="14" fill="$c"/>'
            '<rect x="116" y="90" width="8" height="68" rx="4" fill="$d"/></g>',
    "mug": '<path d="M56 76 H128 V144 Q128 158 114 158 H70 Q56 158 56 144 Z" fill="$c"/><path d="M100 76 H128 V144 Q128 158 114 158 H100 Z" fill="$d"/>'
           '<ellipse cx="92" cy="76" rx="36" ry="8" fill="$k"/><ellipse cx="92" cy="77" rx="31" ry="5.5" fill="#6b4630"/>'
           '<path d="M128 90 Q158 90 154 116 Q150 138 128 136" fill="none" stroke="$d" stroke-width="9"/>'
           '<path d="M64 130 L80 108 L90 122 L102 102 L120 130 Z" fill="$l"/>'
           '<path d="M82 60 Q76 50 84 42 M100 60 Q94 50 102 42" stroke="$w" stroke-width="4" fill="none" stroke-linecap="round"/>',
    "box": '<rect x="44" y="92" width="112" height="66" rx="8" fill="$c"/><rect x="44" y="122" width="112" height="36" rx="8" fill="$d"/>'
           '<rect x="38" y="76" width="124" height="22" rx="8" fill="$w"/><path d="M60 76 Q60 52 100 52 Q140 52 140 76" fill="none" stroke="$k" stroke-width="7"/>'
           '<rect x="90" y="92" width="20" height="16" rx="3" fill="$m"/>',
    "chair": '<path d="M62 160 L128 104 M138 160 L72 104" stroke="$n" stroke-width="6" stroke-linecap="round"/>'
             '<path d="M58 46 Q100 58 142 46 L136 112 Q100 122 64 112 Z" fill="$c"/><path d="M64 104 Q100 116 136 104 L142 124 Q100 138 58 124 Z" fill="$d"/>'
             '<path d="M50 92 H70 M130 92 H150" stroke="$k" stroke-width="8" stroke-linecap="round"/><path d="M56 94 V130 M144 94 V130" stroke="$n" stroke-width="5"/>'
             '<path d="M80 58 Q100 63 120 58" stroke="$l" stroke-width="4" fill="none" stroke-linecap="round"/>',
    "table": '<path d="M60 100 L128 160 M140 100 L72 160" stroke="$n" stroke-width="6" stroke-linecap="round"/>'
             '<path d="M40 88 H160 L170 104 H30 Z" fill="$c"/><rect x="30" y="104" width="140" height="8" rx="3" fill="$d"/>'
             '<path d="M70 88 L64 104 M100 88 V104 M130 88 L136 104" stroke="$d" stroke-width="2"/>'
             '<path d="M92 66 H110 V88 H92 Z" fill="#ef8a3c"/><path d="M110 71 Q120 71 118 79 Q117 84 110 83" fill="none" stroke="#ef8a3c" stroke-width="4"/>',
    "lantern": '<circle cx="100" cy="108" r="58" fill="#ffe9a8" opacity=".55"/><path d="M76 70 Q76 36 100 36 Q124 36 124 70" fill="none" stroke="$k" stroke-width="5"/>'
               '<path d="M76 66 H124 L130 82 H70 Z" fill="$c"/><rect x="74" y="82" width="52" height="52" rx="6" fill="#fff4cf"/>'
               '<path d="M100 92 Q114 108 106 126 H94 Q86 110 100 92 Z" fill="#f6b73c"/><path d="M84 82 V134 M116 82 V134" stroke="$d" stroke-width="4"/>'
               '<path d="M68 134 H132 L138 158 H62 Z" fill="$c"/><path d="M100 134 H132 L138 158 H100 Z" fill="$d"/>',
    "headlamp": '<path d="M36 122 Q40 70 100 66 Q160 70 164 122" fill="none" stroke="$c" stroke-width="17"/><path d="M100 66 Q160 70 164 122" fill="none" stroke="$d" stroke-width="17"/>'
                '<path d="M78 130 L40 166 H160 L122 130 Z" fill="#ffe9a8" opacity=".8"/>'
                '<rect x="68" y="78" width="64" height="52" rx="14" fill="$k"/><circle cx="100" cy="104" r="19" fill="$m"/><circle cx="100" cy="104" r="13" fill="#fff4cf"/>'
                '<rect x="92" y="70" width="16" height="8" rx="3" fill="#e4572e"/>',
    "battery": "".join(f'<g transform="translate({x} 0)"><rect x="0" y="74" width="26" height="86" rx="5" fill="$k"/>'
                       '<rect x="0" y="104" width="26" height="56" rx="5" fill="$c"/><rect x="13" y="104" width="13" height="56" rx="5" fill="$d"/>'
                       '<rect x="8" y="66" width="10" height="9" rx="2" fill="$m"/><path d="M13 84 V94 M8 89 H18" stroke="$w" stroke-width="3"/></g>'
                       for x in (48, 87, 126)),
    "powerbank": '<rect x="62" y="52" width="76" height="108" rx="16" fill="$c"/><path d="M100 52 H122 Q138 52 138 68 V144 Q138 160 122 160 H100 Z" fill="$d"/>'
                 '<path d="M106 78 L86 112 H100 L94 138 L116 102 H101 Z" fill="#ffd34d"/><circle cx="82" cy="148" r="3" fill="#8fd694"/><circle cx="94" cy="148" r="3" fill="#8fd694"/>'
                 '<circle cx="106" cy="148" r="3" fill="#8fd694"/><circle cx="118" cy="148" r="3" fill="$w" opacity=".4"/>',
    "knife": '<g transform="rotate(-32 100 112)"><path d="M84 108 L84 52 Q100 64 102 108 Z" fill="$m"/><path d="M92 58 Q100 72 102 108 H92 Z" fill="$n"/>'
             '<rect x="76" y="104" width="34" height="66" rx="15" fill="$c"/><path d="M93 104 H96 Q110 104 110 119 V155 Q110 170 95 170 H93 Z" fill="$d"/>'
             '<circle cx="93" cy="116" r="4" fill="$m"/><circle cx="93" cy="156" r="4" fill="$m"/></g>',
    "matches": '<rect x="46" y="110" width="108" height="48" rx="4" fill="$c"/><rect x="46" y="110" width="108" height="16" fill="$d"/>'
               + "".join(f'<path d="M{x} 110 V{y}" stroke="#d9b98a" stroke-width="6"/><circle cx="{x}" cy="{y}" r="6" fill="#d2452f"/>'
                         for x, y in ((64, 82), (82, 72), (118, 72), (136, 82)))
               + '<path d="M100 40 Q120 66 110 84 H90 Q80 66 92 60 Q92 50 100 40 Z" fill="#ef8a3c"/><path d="M101 60 Q110 72 105 84 H95 Q91 74 101 60 Z" fill="#ffe08a"/>',
    "pack": '<path d="M78 56 Q78 36 100 36 Q122 36 122 56" fill="none" stroke="$k" stroke-width="6"/>'
            '<path d="M58 88 Q58 50 100 50 Q142 50 142 88 V146 Q142 160 128 160 H72 Q58 160 58 146 Z" fill="$c"/>'
            '<path d="M100 50 Q142 50 142 88 V146 Q142 160 128 160 H100 Z" fill="$d"/>'
            '<path d="M58 92 Q100 106 142 92 V80 Q100 94 58 80 Z" fill="$l"/><rect x="72" y="112" width="56" height="38" rx="8" fill="$l"/>'
            '<path d="M72 124 H128" stroke="$k" stroke-width="3"/><path d="M84 92 V110 M116 92 V110" stroke="$k" stroke-width="4"/>'
            '<path d="M58 100 Q44 112 50 146 M142 100 Q156 112 150 146" fill="none" stroke="$k" stroke-width="6" stroke-linecap="round"/>',
    "cover": '<path d="M50 96 Q54 46 100 46 Q146 46 150 96 Q154 150 132 158 H68 Q46 150 50 96 Z" fill="$c"/>'
             '<path d="M100 46 Q146 46 150 96 Q154 150 132 158 H100 Z" fill="$d"/><path d="M72 76 Q84 60 100 60" stroke="$l" stroke-width="5" fill="none" stroke-linecap="round"/>'
             '<path d="M84 96 q-8 12 0 16 q8 -4 0 -16 M112 108 q-8 12 0 16 q8 -4 0 -16 M92 128 q-8 12 0 16 q8 -4 0 -16" fill="#cfe8f7"/>',
    "poles": '<g transform="rotate(12 100 110)"><path d="M84 60 V156" stroke="$c" stroke-width="6"/><path d="M84 110 V156" stroke="$m" stroke-width="4"/>'
             '<rect x="78" y="40" width="12" height="30" rx="6" fill="$k"/><ellipse cx="84" cy="148" rx="11" ry="4" fill="$d"/><path d="M84 152 V164" stroke="$n" stroke-width="3"/></g>'
             '<g transform="rotate(-12 100 110)"><path d="M116 60 V156" stroke="$c" stroke-width="6"/><path d="M116 110 V156" stroke="$m" stroke-width="4"/>'
             '<rect x="110" y="40" width="12" height="30" rx="6" fill="$k"/><ellipse cx="116" cy="148" rx="11" ry="4" fill="$d"/><path d="M116 152 V164" stroke="$n" stroke-width="3"/></g>',
    "bottle": '<rect x="86" y="42" width="28" height="20" rx="5" fill="$k"/><path d="M84 62 H116 V72 Q130 80 130 98 V148 Q130 160 118 160 H82 Q70 160 70 148 V98 Q70 80 84 72 Z" fill="$c"/>'
              '<path d="M100 62 H116 V72 Q130 80 130 98 V148 Q130 160 118 160 H100 Z" fill="$d"/><path d="M80 100 V144" stroke="$l" stroke-width="6" stroke-linecap="round"/>'
              '<path d="M114 104 H124 M114 118 H124 M114 132 H124" stroke="$w" stroke-width="3"/>',
    "flask": '<path d="M82 42 H118 V66 H82 Z" fill="$m"/><path d="M100 42 H118 V66 H100 Z" fill="$n"/><rect x="72" y="66" width="56" height="94" rx="10" fill="$c"/>'
             '<path d="M100 66 H118 Q128 66 128 76 V150 Q128 160 118 160 H100 Z" fill="$d"/><rect x="72" y="80" width="56" height="7" fill="$l"/><path d="M128 90 Q150 92 148 116 Q146 136 128 136" fill="none" stroke="$k" stroke-width="7"/>',
    "bladder": '<path d="M70 62 Q100 46 130 62 L136 140 Q136 156 120 156 H80 Q64 156 64 140 Z" fill="$c" opacity=".9"/>'
               '<path d="M66 100 Q84 92 100 100 Q116 108 134 100 L136 140 Q136 156 120 156 H80 Q64 156 64 140 Z" fill="$d"/><rect x="72" y="48" width="56" height="12" rx="5" fill="$k"/>'
               '<path d="M100 150 Q104 174 140 166 Q172 158 160 112 L156 88" fill="none" stroke="$k" stroke-width="5"/><rect x="149" y="72" width="13" height="20" rx="4" fill="$l"/>',
    "filter": '<rect x="80" y="64" width="40" height="72" rx="8" fill="$c"/><path d="M100 64 H112 Q120 64 120 72 V128 Q120 136 112 136 H100 Z" fill="$d"/>'
              '<rect x="86" y="50" width="28" height="14" rx="4" fill="$k"/><rect x="90" y="136" width="20" height="10" rx="3" fill="$k"/>'
              '<path d="M88 78 H112 M88 90 H112 M88 102 H112 M88 114 H112" stroke="$l" stroke-width="4"/><path d="M100 150 q-9 14 0 18 q9 -4 0 -18" fill="#6cb8e6"/>',
    "compass": '<circle cx="100" cy="108" r="54" fill="$d"/><circle cx="100" cy="108" r="46" fill="$w"/><circle cx="100" cy="108" r="40" fill="none" stroke="$c" stroke-width="4" stroke-dasharray="3 7.5"/>'
               '<path d="M100 72 L110 108 H90 Z" fill="#d2452f"/><path d="M100 144 L110 108 H90 Z" fill="$n"/><circle cx="100" cy="108" r="5" fill="$k"/><rect x="92" y="42" width="16" height="14" rx="4" fill="$c"/>',
    "map": '<path d="M36 74 L78 60 V146 L36 160 Z" fill="#e9f0d8"/><path d="M78 60 L122 74 V160 L78 146 Z" fill="#d5e3bd"/><path d="M122 74 L164 60 V146 L122 160 Z" fill="#e9f0d8"/>'
           '<path d="M44 134 Q62 104 78 118 Q102 138 118 108 Q132 84 156 88" fill="none" stroke="#d2452f" stroke-width="4" stroke-dasharray="7 5"/>'
           '<path d="M46 96 Q62 84 74 92 M88 92 Q104 80 116 94 M130 126 Q144 112 158 122" fill="none" stroke="$c" stroke-width="3"/><path d="M150 66 q12 0 10 12 q-4 8 -10 14 q-6 -6 -10 -14 q-2 -12 10 -12" fill="#d2452f"/>',
    "gps": '<path d="M118 48 V32" stroke="$k" stroke-width="9" stroke-linecap="round"/><rect x="66" y="46" width="68" height="114" rx="16" fill="$c"/><path d="M100 46 H118 Q134 46 134 62 V144 Q134 160 118 160 H100 Z" fill="$d"/>'
           '<rect x="75" y="60" width="50" height="56" rx="5" fill="#dcefd0"/><path d="M80 106 Q92 80 102 92 Q112 102 120 70" fill="none" stroke="#d2452f" stroke-width="4"/>'
           '<circle cx="86" cy="136" r="7" fill="$k"/><circle cx="114" cy="136" r="7" fill="$k"/><rect x="94" y="130" width="12" height="12" rx="3" fill="#ef8a3c"/>',
    "binoculars": '<path d="M56 66 H88 L94 150 H46 Z" fill="$c"/><path d="M112 66 H144 L154 150 H106 Z" fill="$d"/><rect x="86" y="84" width="28" height="24" rx="5" fill="$k"/>'
                  '<rect x="58" y="52" width="28" height="16" rx="5" fill="$k"/><rect x="114" y="52" width="28" height="16" rx="5" fill="$k"/>'
                  '<ellipse cx="70" cy="150" rx="24" ry="9" fill="$k"/><ellipse cx="130" cy="150" rx="24" ry="9" fill="$k"/><ellipse cx="70" cy="150" rx="17" ry="6" fill="#7cc0e8"/><ellipse cx="130" cy="150" rx="17" ry="6" fill="#7cc0e8"/>',
    "duffel": '<path d="M70 92 Q70 56 100 56 Q130 56 130 92" fill="none" stroke="$k" stroke-width="7"/><rect x="28" y="86" width="144" height="70" rx="32" fill="$c"/>'
              '<path d="M28 121 H172 V124 Q172 156 140 156 H60 Q28 156 28 124 Z" fill="$d"/><rect x="62" y="86" width="12" height="70" fill="$k"/><rect x="126" y="86" width="12" height="70" fill="$k"/>'
              '<path d="M80 98 H120" stroke="$l" stroke-width="4" stroke-linecap="round"/><circle cx="46" cy="120" r="11" fill="$l"/>',
    "cubes": '<rect x="40" y="112" width="120" height="46" rx="9" fill="$d"/><rect x="52" y="76" width="96" height="36" rx="8" fill="$c"/><rect x="70" y="48" width="60" height="28" rx="7" fill="$l"/>'
             '<path d="M52 124 H148 M62 86 H138 M78 57 H122" stroke="$k" stroke-width="3" stroke-dasharray="5 3"/><circle cx="146" cy="124" r="4" fill="$m"/><circle cx="136" cy="86" r="4" fill="$m"/><circle cx="120" cy="57" r="4" fill="$m"/>',
    "towel": '<path d="M40 60 H160" stroke="$n" stroke-width="6" stroke-linecap="round"/><path d="M60 60 H140 V156 H60 Z" fill="$c"/><path d="M104 60 H140 V156 H104 Z" fill="$d"/>'
             '<path d="M60 130 H140 M60 140 H140" stroke="$w" stroke-width="4"/><path d="M64 156 V162 M76 156 V162 M88 156 V162 M100 156 V162 M112 156 V162 M124 156 V162 M136 156 V162" stroke="$d" stroke-width="3"/>',
    "padlock": '<path d="M72 94 V72 Q72 44 100 44 Q128 44 128 72 V94" fill="none" stroke="$m" stroke-width="11"/><rect x="58" y="92" width="84" height="66" rx="12" fill="$c"/><path d="M100 92 H130 Q142 92 142 104 V146 Q142 158 130 158 H100 Z" fill="$d"/>'
               + "".join(f'<rect x="{x}" y="112" width="17" height="28" rx="4" fill="$w"/><text x="{x + 8.5}" y="132" font-family="DejaVu Sans, sans-serif" font-size="16" font-weight="bold" text-anchor="middle" fill="$k">{digit}</text>'
                         for x, digit in ((69, 4), (91, 2), (113, 7))),
    "net": '<path d="M100 36 V52" stroke="$k" stroke-width="3"/><ellipse cx="100" cy="58" rx="16" ry="6" fill="$d"/><path d="M84 58 Q72 110 36 160 H164 Q128 110 116 58 Z" fill="$c" opacity=".8"/>'
           '<path d="M92 62 Q84 112 68 160 M100 62 V160 M108 62 Q116 112 132 160 M74 98 H126 M60 128 H140" stroke="$d" stroke-width="2" fill="none"/>',
    "rope": '<g fill="none" stroke="$c" stroke-width="10"><ellipse cx="100" cy="100" rx="34" ry="54"/><ellipse cx="100" cy="100" rx="46" ry="56" stroke="$d"/><ellipse cx="100" cy="102" rx="22" ry="50"/></g>'
            '<g fill="none" stroke="$l" stroke-width="2" stroke-dasharray="5 7"><ellipse cx="100" cy="100" rx="34" ry="54"/><ellipse cx="100" cy="100" rx="46" ry="56"/></g>'
            '<rect x="50" y="80" width="100" height="30" rx="12" fill="$d"/><path d="M52 88 H148 M52 96 H148 M52 104 H148" stroke="$l" stroke-width="3"/><path d="M128 150 Q150 168 168 156" fill="none" stroke="$c" stroke-width="9" stroke-linecap="round"/>',
    "harness": '<rect x="46" y="62" width="108" height="24" rx="11" fill="$c"/><path d="M100 62 H143 Q154 62 154 74 Q154 86 143 86 H100 Z" fill="$d"/><rect x="86" y="58" width="28" height="32" rx="5" fill="$m"/>'
               '<path d="M90 90 Q60 110 62 132 Q66 156 86 150 Q100 142 94 108 M110 90 Q140 110 138 132 Q134 156 114 150 Q100 142 106 108" fill="none" stroke="$c" stroke-width="12"/>'
               '<path d="M100 90 V118" stroke="#d2452f" stroke-width="8" stroke-linecap="round"/><path d="M56 86 Q46 106 62 104 M144 86 Q154 106 138 104" fill="none" stroke="$k" stroke-width="4"/>',
    "helmet": '<path d="M38 124 Q36 58 100 54 Q164 58 162 124 Q100 140 38 124 Z" fill="$c"/><path d="M100 54 Q164 58 162 124 Q132 131 100 131 Z" fill="$d"/>'
              '<path d="M62 80 Q72 70 84 68 M58 98 Q74 86 90 86 M116 68 Q128 70 138 80 M110 86 Q126 86 142 98" stroke="$k" stroke-width="6" fill="none" stroke-linecap="round"/>'
              '<path d="M38 124 Q100 140 162 124 V132 Q100 150 38 132 Z" fill="$k"/><path d="M56 136 Q66 164 100 166 Q134 164 144 136" fill="none" stroke="$k" stroke-width="4"/>',
    "carabiner": '<path d="M74 60 Q100 34 126 56 Q144 76 136 104 L126 142 Q112 168 90 154 Q72 140 72 112 Z" fill="none" stroke="$c" stroke-width="13"/>'
                 '<path d="M126 56 Q144 76 136 104 L126 142 Q112 168 90 154" fill="none" stroke="$d" stroke-width="13"/><rect x="62" y="86" width="21" height="38" rx="6" fill="$n"/><path d="M66 94 H80 M66 102 H80 M66 110 H80" stroke="$m" stroke-width="3"/>',
    "quickdraw": '<g fill="none" stroke="$m" stroke-width="8"><rect x="80" y="32" width="40" height="50" rx="18"/><rect x="80" y="118" width="40" height="50" rx="18"/></g><path d="M84 44 V70 M116 130 V156" stroke="$n" stroke-width="5"/>'
                 '<rect x="88" y="66" width="24" height="68" rx="8" fill="$c"/><path d="M100 66 H104 Q112 66 112 74 V126 Q112 134 104 134 H100 Z" fill="$d"/><path d="M94 78 H106 M94 122 H106" stroke="$w" stroke-width="3"/>',
    "belay": '<path d="M62 82 H138 L128 140 Q126 152 114 152 H86 Q74 152 72 140 Z" fill="$c"/><path d="M100 82 H138 L128 140 Q126 152 114 152 H100 Z" fill="$d"/><rect x="74" y="96" width="20" height="32" rx="8" fill="$k"/><rect x="106" y="96" width="20" height="32" rx="8" fill="$k"/>'
             '<path d="M84 40 V112 M116 112 V40" stroke="#ef8a3c" stroke-width="7" stroke-linecap="round"/><path d="M72 82 Q70 56 100 58 Q130 56 128 82" fill="none" stroke="$n" stroke-width="4"/>',
    "sling": '<path d="M100 44 Q150 44 146 100 Q142 158 100 158 Q58 158 54 100 Q50 44 100 44 Z" fill="none" stroke="$c" stroke-width="13"/><path d="M100 44 Q150 44 146 100 Q142 158 100 158" fill="none" stroke="$d" stroke-width="13"/>'
             '<path d="M100 44 Q150 44 146 100 Q142 158 100 158 Q58 158 54 100 Q50 44 100 44 Z" fill="none" stroke="$l" stroke-width="2"/><rect x="44" y="86" width="22" height="32" rx="3" fill="$k"/>',
    "pouch": '<path d="M62 78 Q100 66 138 78 L144 140 Q142 160 100 160 Q58 160 56 140 Z" fill="$c"/><path d="M100 72 Q120 72 138 78 L144 140 Q142 160 100 160 Z" fill="$d"/><ellipse cx="100" cy="76" rx="38" ry="10" fill="$k"/><ellipse cx="100" cy="74" rx="30" ry="7" fill="$w"/>'
             '<path d="M58 122 Q100 134 142 122" stroke="$l" stroke-width="4" fill="none"/><circle cx="84" cy="54" r="5" fill="$w"/><circle cx="104" cy="46" r="4" fill="$w"/><circle cx="118" cy="58" r="3" fill="$w"/>',
    "tape": '<circle cx="94" cy="106" r="50" fill="$c"/><circle cx="94" cy="106" r="24" fill="$n"/><circle cx="94" cy="106" r="18" fill="$k"/><circle cx="94" cy="106" r="38" fill="none" stroke="$d" stroke-width="2"/><path d="M94 156 H164 V142 H128" fill="$d"/>',
    "snowshoe": "".join(f'<g transform="rotate({angle} 100 110)"><path d="M{x} 42 Q{x + 28} 44 {x + 26} 86 L{x + 14} 160 H{x - 14} L{x - 26} 86 Q{x - 28} 44 {x} 42 Z" fill="$c"/>'
                        f'<path d="M{x} 42 Q{x + 28} 44 {x + 26} 86 L{x + 14} 160 H{x} Z" fill="$d"/><rect x="{x - 14}" y="84" width="28" height="34" rx="7" fill="$k"/><path d="M{x - 16} 94 H{x + 16} M{x - 16} 108 H{x + 16}" stroke="$l" stroke-width="5"/>'
                        f'<path d="M{x - 10} 60 H{x + 10} M{x - 7} 138 H{x + 7}" stroke="$w" stroke-width="4" stroke-linecap="round"/></g>' for x, angle in ((70, 8), (130, -8))),
    "crampon": '<path d="M44 104 H156 L148 122 H52 Z" fill="$c"/><path d="M100 104 H156 L148 122 H100 Z" fill="$d"/><path d="M56 122 L62 150 L68 122 M78 122 L84 150 L90 122 M108 122 L114 150 L120 122 M130 122 L136 150 L142 122" fill="$n"/>'
               '<path d="M152 110 L180 124 L150 120 Z" fill="$n"/><path d="M60 104 Q54 66 82 70 Q100 74 98 104 M112 104 Q116 78 140 86 Q150 92 146 104" fill="none" stroke="$k" stroke-width="7"/>',
    "axe": '<g transform="rotate(22 100 110)"><path d="M94 56 H106 V156 L100 170 L94 156 Z" fill="$c"/><path d="M100 56 H106 V156 L100 170 Z" fill="$d"/><path d="M40 76 Q60 46 96 44 H134 L144 38 V66 L130 60 H98 Q68 60 46 82 Z" fill="$m"/><path d="M98 52 H144 V66 L130 60 H98 Z" fill="$n"/>'
           '<rect x="92" y="122" width="16" height="28" rx="5" fill="$k"/></g>',
    "beacon": '<path d="M70 60 Q60 36 100 34 Q140 36 130 60" fill="none" stroke="$k" stroke-width="6"/><rect x="62" y="56" width="76" height="104" rx="16" fill="$c"/><path d="M100 56 H122 Q138 56 138 72 V144 Q138 160 122 160 H100 Z" fill="$d"/><rect x="73" y="70" width="54" height="44" rx="6" fill="$k"/>'
              '<path d="M100 104 L100 80 M90 88 L100 78 L110 88" stroke="#8fd694" stroke-width="5" fill="none" stroke-linecap="round"/><circle cx="86" cy="136" r="9" fill="$w"/><circle cx="114" cy="136" r="9" fill="#d2452f"/>',
    "sledge": '<path d="M30 150 H150 Q176 148 172 122" fill="none" stroke="$n" stroke-width="7" stroke-linecap="round"/><path d="M52 122 V150 M128 122 V150" stroke="$n" stroke-width="7"/><path d="M30 106 H150 Q166 104 172 122 L160 126 H30 Z" fill="$c"/><path d="M30 116 H168 L160 126 H30 Z" fill="$d"/>'
              '<path d="M40 106 V90 H62 V106 Z" fill="$l"/><path d="M168 112 Q186 84 152 70" fill="none" stroke="$k" stroke-width="3"/>',
    "tin": '<ellipse cx="100" cy="138" rx="56" ry="20" fill="$d"/><rect x="44" y="112" width="112" height="26" fill="$d"/><ellipse cx="100" cy="112" rx="56" ry="20" fill="$c"/><ellipse cx="100" cy="110" rx="44" ry="14" fill="$l"/><path d="M74 114 L90 102 L98 108 L110 98 L128 114 Z" fill="$d"/>',
    "kayak": '<path d="M16 126 Q100 96 184 126 Q168 156 100 158 Q32 156 16 126 Z" fill="$c"/><path d="M16 126 Q100 150 184 126 Q168 156 100 158 Q32 156 16 126 Z" fill="$d"/><path d="M70 122 Q100 108 130 122 Q100 136 70 122 Z" fill="$k"/>'
             '<path d="M46 66 L150 142" stroke="$n" stroke-width="5"/><ellipse cx="42" cy="64" rx="17" ry="8" transform="rotate(36 42 64)" fill="$l"/><ellipse cx="156" cy="146" rx="17" ry="8" transform="rotate(36 156 146)" fill="$l"/>'
             '<path d="M10 162 q15 -9 30 0 t30 0 t30 0 t30 0 t30 0 t30 0" fill="none" stroke="#6cb8e6" stroke-width="4"/>',
    "sup": '<g transform="rotate(10 100 100)"><path d="M84 28 Q112 40 112 100 Q112 152 84 168 Q56 152 56 100 Q56 40 84 28 Z" fill="$c"/><path d="M84 28 Q112 40 112 100 Q112 152 84 168 Z" fill="$d"/><rect x="66" y="84" width="36" height="58" rx="9" fill="$w" opacity=".85"/><path d="M70 60 L98 76 M98 60 L70 76" stroke="$k" stroke-width="3"/></g>'
           '<path d="M150 34 V122" stroke="$n" stroke-width="5"/><path d="M140 34 H160" stroke="$k" stroke-width="7" stroke-linecap="round"/><path d="M140 118 H160 V152 Q150 166 140 152 Z" fill="$l"/>',
    "paddle": '<g transform="rotate(34 100 104)"><path d="M100 40 V168" stroke="$n" stroke-width="7"/><path d="M84 14 Q100 2 116 14 V52 Q100 66 84 52 Z" fill="$c"/><path d="M100 8 Q110 8 116 14 V52 Q108 60 100 60 Z" fill="$d"/><path d="M84 156 Q100 144 116 156 V190 Q100 204 84 190 Z" fill="$c"/><path d="M100 150 Q110 150 116 156 V190 Q108 198 100 198 Z" fill="$d"/></g>',
    "drybag": '<path d="M64 76 H136 V146 Q136 160 120 160 H80 Q64 160 64 146 Z" fill="$c"/><path d="M100 76 H136 V146 Q136 160 120 160 H100 Z" fill="$d"/><path d="M64 76 L72 58 H128 L136 76 Z" fill="$l"/><rect x="66" y="50" width="68" height="12" rx="5" fill="$k"/><path d="M68 52 Q60 34 100 34 Q140 34 132 52" fill="none" stroke="$k" stroke-width="5"/>'
              '<path d="M78 122 q11 -9 22 0 t22 0 M78 134 q11 -9 22 0 t22 0" fill="none" stroke="$w" stroke-width="4"/>',
    "bikelight": '<rect x="54" y="76" width="64" height="44" rx="14" fill="$k"/><rect x="62" y="82" width="40" height="12" rx="6" fill="$d"/><circle cx="116" cy="98" r="22" fill="$m"/><circle cx="116" cy="98" r="15" fill="#fff4cf"/><path d="M138 86 L184 66 V130 L138 110 Z" fill="#ffe9a8" opacity=".85"/>'
                 '<rect x="70" y="120" width="20" height="22" fill="$n"/><path d="M48 148 H120" stroke="$n" stroke-width="12" stroke-linecap="round"/><circle cx="48" cy="98" r="9" fill="#d2452f"/>',
    "pump": '<g transform="rotate(-30 100 108)"><rect x="88" y="58" width="24" height="76" rx="7" fill="$c"/><path d="M100 58 H105 Q112 58 112 65 V127 Q112 134 105 134 H100 Z" fill="$d"/><rect x="95" y="134" width="10" height="26" fill="$m"/><rect x="80" y="158" width="40" height="13" rx="6" fill="$k"/><rect x="92" y="40" width="16" height="18" rx="4" fill="$n"/>'
            '<path d="M100 42 Q108 14 136 34" fill="none" stroke="$k" stroke-width="5"/></g>',
    "ring": '<circle cx="100" cy="104" r="50" fill="none" stroke="$c" stroke-width="17"/><path d="M100 54 A50 50 0 0 1 100 154" fill="none" stroke="$d" stroke-width="17"/><circle cx="100" cy="104" r="52" fill="none" stroke="$l" stroke-width="2"/><rect x="96" y="62" width="8" height="24" rx="3" fill="$m"/><rect x="95" y="82" width="10" height="8" rx="2" fill="$n"/>',
}
