# ruff: noqa: E501 - a pattern is read in one piece
"""The rules themselves: what sentences tell of which act, each with examples that are tests."""

from __future__ import annotations

from sanctionwire.core.prose.rules import Rule

_INTO = r"(?:into|in|under)\s+(?:(?!(?:of|on|for|to|from|the|charge)\b)[a-z]+\s+){{0,4}}liquidation(?!\s+of\b)"

RULES: tuple[Rule, ...] = (
    Rule(
        id="licence-revoked",
        category="licence_revocation",
        words=(
            r"\b(?:revo(?:k\w*|cations?)|withdr\w+|cancel\w*|terminat\w+)\b.{0,160}?\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR|authori[sz]ation)s?\b",
            r"\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b.{0,160}?\b(?:revo(?:k\w*|cations?)|withdr(?:ew|awn|awal)\w*|cancel\w*|terminat\w+)\b",
            r"\bun-?licen[cs]ed\s+as\s+of\b|\b(?:licen[cs]e)s?\b.{0,80}?\bno\s+longer\s+(?:valid|in\s+force)\b",
        ),
        states=(
            r"{lead}{tells}{speaker}{aside}\s+{did}{revoke}\s+{licence}\s+{of}(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}{revoke}\s+(?P<who>(?-i:[A-Z])[^.]*?)['’]s\s+(?P<licence>(?:(?!(?:of|on|for|to|from|in|and|or|by)\b)[a-z-]+\s+){{0,6}}?licen[cs]e)\b",
            r"{lead}{tells}{licence}\s+{of}(?P<who>.+?)\s+(?:has|have)\s+been\s+(?:officially\s+|hereby\s+)?{revoked}\b(?!\s+by\s+(?!{speaker}))",
            r"{lead}{tells}{licence}\s+{of}(?P<who>.+?)\s+(?:is|are|was|were)\s+(?:officially\s+|hereby\s+)?{revoked}\b(?!\s+by\s+(?!{speaker}))",
        ),
        unless=(
            r"\bwithdraw(?:al)?s?\s+of\s+(?:cash|deposits?|funds|money|any\s+amount)\b",
            r"\bterms?\s+and\s+conditions\b.{0,80}\bcancel",
        ),
        examples=(
            "The National Bank of Cambodia has revoked the payment-institution licence of Huione Pay PLC.",
            "NBC has decided to revoke the licence of Some Microfinance Plc. for breach of the law.",
            "The Reserve Bank of India (RBI), vide order dated April 24, 2026, has cancelled the banking licence issued to Paytm Payments Bank Limited.",
            "RBI cancels the licence of The Kapol Co-operative Bank Limited, Mumbai, Maharashtra",
            "The National Bank of Cambodia would like to inform the public that the licence of Some Bank PLC has been revoked.",
            "The NBC revoked Some Pay PLC's payment licence on 4 December 2025.",
        ),
        doubtful=(
            "The National Bank of Cambodia denies that the licence of Some Bank PLC was revoked.",
            "The National Bank of Cambodia may revoke the licence of Some Bank PLC.",
            "The National Bank of Cambodia has not revoked the licence of Some Bank PLC.",
            "The licence of Some Bank PLC will be revoked if it does not comply.",
            "It was falsely reported that the licence of Some Bank PLC has been revoked.",
            "Some Bank PLC said that the National Bank of Cambodia has revoked the licence of Other Bank PLC.",
            "“The National Bank of Cambodia has revoked the licence of Some Bank PLC.”",
            "The National Bank of Cambodia has revoked the licence of Some Bank PLC, according to the newspaper.",
            "The National Bank of Cambodia has revoked the licence of Some Bank PLC, unless its appeal succeeds.",
            "In 2019, the National Bank of Cambodia revoked the licence of Some Bank PLC.",
            "The National Bank of Cambodia had revoked the licence of Some Bank PLC.",
            "The licence of Some Bank PLC has been revoked by the Monetary Authority of Singapore.",
            "The National Bank of Cambodia has withdrawn the revocation of the licence of Some Bank PLC.",
            "The court set aside the revocation of the licence of Some Bank PLC.",
            "The National Bank of Cambodia has decided to revoke the decision on the licence of Some Bank PLC.",
            "The National Bank of Cambodia intends to cancel the licence of Some Bank PLC.",
            "Revocation of the licence of Some Bank PLC",
            "The National Bank of Cambodia has been asked to revoke the licence of Some Bank PLC.",
            "Has the National Bank of Cambodia revoked the licence of Some Bank PLC?",
            "The National Bank of Cambodia revoked the licence of Some Bank PLC, the bank claimed.",
            "Had the National Bank of Cambodia revoked the licence of Some Bank PLC, depositors would know.",
        ),
        counter_examples=(
            "The National Bank of Cambodia granted a licence to Some Bank PLC.",
            "Crypto currencies are traded without obtaining license from competent authorities.",
            "The bank is licensed; withdrawals of cash continue as before.",
        ),
    ),
    Rule(
        id="registration-surrendered",
        category="licence_revocation",
        words=(
            r"\bsurrender\w*\b.{0,160}?\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b",
            r"\b(?:licen[cs]e|certificates?\s+of\s+registration|CoR)s?\b.{0,120}?\bsurrender\w*",
        ),
        states=(
            r"{lead}(?P<who>the\s+following\s+[^.;]{{1,120}}?)\s+have\s+surrendered\s+{licence}\s+(?:granted|issued)\s+to\s+them\s+by\s+{speaker}",
        ),
        examples=(
            "The following eight NBFCs have surrendered the Certificate of Registration (CoR) granted to them by the Reserve Bank of India (RBI).",
        ),
        doubtful=(
            "Six NBFCs surrender their Certificate of Registration to RBI",
            "The following NBFCs may surrender the Certificate of Registration granted to them by RBI.",
        ),
        counter_examples=("The guidelines on surrender value of policies are published.",),
    ),
    Rule(
        id="liquidation",
        category="liquidation",
        words=(r"\bliquidat\w+", r"\bw(?:ound|inding)[\s-]up\b"),
        states=(
            rf"{{lead}}{{tells}}{{speaker}}{{aside}}\s+{{did}}(?:place[ds]?|put|puts)\s+(?P<who>(?-i:[A-Z]).+?)\s+{_INTO}\b",
            r"{lead}{tells}{speaker}{aside}\s+{did}(?:announce[ds]?|order(?:s|ed)?|decide[ds]?\s+on)\s+the\s+liquidation\s+of\s+(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}liquidated?\s+(?P<who>(?-i:[A-Z]).+)",
            rf"{{lead}}{{tells}}(?P<who>(?-i:[A-Z]).{{{{1,120}}}}?)\s+(?:has\s+been|is|was)\s+(?:hereby\s+)?(?:placed|put)\s+{_INTO}\b",
            r"{lead}{tells}(?P<who>(?-i:[A-Z]).{{1,120}}?)\s+has\s+(?:completed|concluded)\s+(?:its|the)\s+(?:[a-z]+\s+)?liquidation\b(?!\s+of\b)",
        ),
        unless=(r"\bliquidat\w+\s+(?:of\s+)?(?:positions?|collateral|securities|assets)\b", r"\bliquidator\s+of\s+(?:its|the)\s+assets\b"),
        examples=(
            "The National Bank of Cambodia has placed Prince Bank PLC into liquidation.",
            "The National Bank of Cambodia announces the liquidation of Prince Bank Plc. with effect from 8 January 2026.",
            "Huione Pay PLC has completed its liquidation in accordance with the law.",
            "Prince Bank PLC has been placed under provisional administration and liquidation.",
        ),
        doubtful=(
            "The National Bank of Cambodia may place Prince Bank PLC into liquidation.",
            "The Commissioner has been requested to issue an order for winding up the bank and appoint a liquidator.",
            "Prince Bank PLC has not been placed into liquidation.",
            "The National Bank of Cambodia will place Prince Bank PLC into liquidation.",
            "The liquidation of Prince Bank PLC",
            "Prince Bank PLC denies rumours of a liquidation.",
        ),
        counter_examples=("The auction concerns the liquidation of securities.", "The bank has ample liquidity."),
    ),
    Rule(
        id="penalty",
        category="enforcement",
        words=(
            r"\bmonetary\s+penalt(?:y|ies)\b|\bcivil\s+(?:money\s+)?penalt(?:y|ies)\b",
            r"\bpenalt(?:y|ies)\s+(?:of|on|has|was)\b|\bimpos\w+\s+(?:a\s+)?(?:fine|penalt)\w*",
            r"\bsettlement\s+agreement\b|\bsettle[ds]?\s+with\s+(?:OFAC|FinCEN)\b|\benforcement\s+action\b",
        ),
        states=(
            r"{lead}{tells}{speaker}{aside}\s+{did}impose[ds]?,?(?:\s+by\s+(?:an\s+)?order\s+dated\s+[^,;]{{1,40}},\s*\d{{4}},)?\s+(?:a\s+)?(?P<penalty>monetary\s+penalty(?:\s+of\s+(?:₹|Rs\.?\s*|INR\s*)[\d.,]+(?:/-)?(?:\s+(?:lakhs?|crores?))?(?:\s+\([^()]{{1,120}}\))?)?|fine)\s+on\s+(?P<who>.+)",
            r"{lead}{tells}{speaker}{aside}\s+{did}assess(?:es|ed)?\s+(?:a\s+|an\s+)?(?:[$€][\d.,]+\s+(?:[mb]illion\s+)?)?civil\s+(?:money\s+)?penalt(?:y|ies)\b",
            r"{lead}{tells}{speaker}{aside}\s+{did}(?:announce[ds]?|reache[ds]?|enter(?:s|ed)\s+into)\s+(?:a\s+|an\s+)?(?:[$€][\d.,]+\s+(?:[mb]illion\s+)?)?(?:settlement|enforcement\s+action)\b",
        ),
        unless=(
            r"\bshow\s+cause\b|\bwhy\b.{0,60}\bpenalt",
            r"\bviolations?\b.{0,80}\bmay\s+result\b",
            r"\bsubject\s+to\b.{0,60}\bpenalt",
            r"\bwithout\s+prejudice\b",
            r"\bwarrant(?:s|ed|ing)\s+(?:the\s+)?imposition\b",
            r"\bshall\s+be\s+penali[sz]ed\b",
        ),
        examples=(
            "RBI imposes monetary penalty on Khatra People’s Co-operative Bank Ltd., Khatra, West Bengal",
            "The Reserve Bank of India (RBI) has imposed, by an order dated June 30, 2023, a monetary penalty of ₹5,000/- (Rupees Five thousand only) on Khatra People’s Co-operative Bank Ltd., Khatra, West Bengal (the bank) for contravention of directions.",
            "The Reserve Bank of India has, by an order dated May 19, 2023, imposed a monetary penalty of ₹4.00 lakh (Rupees Four lakh only) on Rain Bow Finance India Ltd.",
        ),
        doubtful=(
            "RBI may impose a monetary penalty on Some Bank Ltd.",
            "RBI has not imposed any monetary penalty on Some Bank Ltd.",
            "RBI will impose a monetary penalty on Some Bank Ltd.",
            "The High Court set aside the monetary penalty imposed on Some Bank Ltd.",
            "Some Bank Ltd. said that RBI has imposed a monetary penalty on Other Bank Ltd.",
        ),
        counter_examples=(
            "A notice was issued to the bank advising it to show cause as to why penalty should not be imposed on it.",
            "Violations of U.S. sanctions may result in the imposition of civil penalties.",
            "Imposition of this monetary penalty is without prejudice to any other action.",
        ),
    ),
    Rule(
        id="designated",
        category="designation",
        words=(
            r"\bdesignat(?:e|es|ed|ing|ions?)\b",
            r"\bsanction(?:s|ed|ing)\b",
            r"\badd(?:s|ed|ing)\b.{0,120}\b(?:SDN\s+List|Specially\s+Designated)\b",
        ),
        states=(
            r"{lead}{speaker}(?:\s+and\s+{speaker})?{aside}\s+{did}(?:designat(?:es|ed|ing)|sanction(?:s|ed|ing)|impos(?:es|ed|ing)\s+(?:[a-z]+\s+){{0,2}}sanctions\s+(?:on|against)|target(?:s|ed|ing)\b.{{1,160}}\bsanctions\b|add(?:s|ed|ing)\b.{{1,160}}\bto\s+(?:its|the)\s+(?:SDN\s+List|List\s+of\s+Specially\s+Designated))\b",
        ),
        unless=(r"\bsanctions\s+(?:violations?|evasion|compliance|programs?|regimes?|list\s+search)\b", r"\bviolations?\s+of\s+(?:U\.S\.\s+)?sanctions\b", r"\bgoal\s+of\s+sanctions\b"),
        examples=(
            "OFAC has imposed sweeping sanctions on 146 targets within the Prince Group Transnational Criminal Organization (Prince Group TCO), a Cambodia-based network.",
            "Treasury Designates One Scam Network As A Transnational Criminal Organization",
            "Today, the U.S. Department of the Treasury’s Office of Foreign Assets Control (OFAC) is sanctioning three companies.",
            "Treasury Sanctions Some Network",
        ),
        doubtful=(
            "Treasury may designate foreign persons.",
            "OFAC has not designated Some Company.",
            "OFAC is designating Some Company, according to the newspaper.",
            "Treasury sanctions Some Company if it does not comply.",
            "The United Kingdom designated six persons.",
            "Today’s designations show the reach of the network.",
        ),
        counter_examples=(
            "The ultimate goal of sanctions is not to punish, but to bring about change.",
            "The rule was finalised.",
        ),
    ),
    Rule(
        id="removed",
        category="removal",
        words=(
            r"\b(?:delist\w*|(?:remov|lift)(?:e|es|ed|ing|al|s)?)\b.{0,160}\b(?:sanctions|SDN\s+List|sanctions\s+list|Specially\s+Designated)\b",
            r"\bsanctions\b.{0,80}\b(?:are|were|is|was|have\s+been|has\s+been)\s+(?:lifted|removed)\b",
        ),
        states=(
            r"{lead}{speaker}{aside}\s+{did}(?:delist(?:s|ed|ing)\b|(?:remov|lift)(?:es|s|ed|ing)\b.{{1,160}}\b(?:sanctions\b|SDN\s+List|Specially\s+Designated))",
        ),
        unless=(r"\b(?:seek\w*|petition\w*|process\s+for|request\w*|consider\w*)\b.{0,80}\b(?:removal|delist\w*)",),
        examples=(
            "OFAC is removing Some Company from the SDN List.",
            "Treasury lifts sanctions on Some Company",
        ),
        doubtful=("OFAC may remove Some Company from the SDN List.", "OFAC has not removed Some Company from the SDN List."),
        counter_examples=(
            "For information concerning the process for seeking removal from an OFAC list, including the SDN List, please refer to the guidance.",
        ),
    ),
    Rule(
        id="rule-stage",
        category="rule",
        words=(
            r"\b(?:final|proposed|interim)\s+rules?\b|\bnotice\s+of\s+proposed\s+rulemaking\b|\bNPRM\b",
            r"\bfinali[sz](?:es|ed|ing)\s+(?:a|the)\s+rule\b",
            r"\bissu(?:es|ed|ing)\s+(?:an\s+|the\s+)?orders?\b.{0,160}\b(?:section\s+9714|section\s+311|primary\s+money\s+laundering\s+concern)",
            r"\bprimary\s+money\s+laundering\s+concern\b",
        ),
        states=(
            r"{lead}{speaker}{aside}\s+{did}(?:finali[sz](?:es|ed|ing)|issu(?:es|ed|ing)|propos(?:es|ed|ing)|releas(?:es|ed|ing)|publish(?:es|ed|ing)|amend(?:s|ed|ing))\s+(?:a\s+|an\s+|the\s+)?(?:[a-z-]+\s+){{0,3}}(?:rule|order|finding|notice\s+of\s+proposed\s+rulemaking|NPRM)\b",
            r"{lead}{speaker}{aside}\s+{did}(?:identif(?:ies|ied|ying)|f(?:inds|ound))\s+.{{1,160}}?[“\"]?primary\s+money\s+laundering\s+concern",
        ),
        examples=(
            "In addition, FinCEN finalized a rule under section 311 of the USA PATRIOT Act to sever Huione Group from the U.S. financial system.",
            "Today, the U.S. Department of the Treasury’s Financial Crimes Enforcement Network (FinCEN) issued an order that identifies Bitzlato Limited as a “primary money laundering concern”.",
            "FinCEN Identifies Virtual Currency Exchange Bitzlato as a “Primary Money Laundering Concern” in Connection with Russian Illicit Finance",
        ),
        doubtful=(
            "FinCEN may issue a final rule.",
            "FinCEN has not issued a final rule.",
            "Comments on the proposed rule are welcome.",
        ),
        counter_examples=("OFAC acts under the rule of law.",),
    ),
    Rule(
        id="supervision",
        category="statement",
        words=(
            r"\bprovisional(?:ly)?\s+administrat\w+|\bconservator\w*|\breceivership\b",
            r"\b(?:suspen(?:d\w*|sion)|restrict\w*|prohibit\w*|ban(?:s|ned|ning)?|cease[ds]?)\b.{0,120}\b(?:licen[cs]e|operations?|business(?:\s+activities)?|new\s+(?:deposits|services)|institution|bank)s?\b",
            r"\b(?:licen[cs]e)s?\b.{0,80}\b(?:suspend\w*|expire[ds]?|not\s+(?:been\s+)?renew\w*|non-renewal)\b|\bnot\s+renew\w*\b.{0,80}\blicen[cs]e",
            r"\bbankrupt\w*|\binsolven\w*|\bclos(?:e[ds]?|ure)\b.{0,60}\b(?:bank|institution)\b",
        ),
        unless=(
            r"\bclose\s+of\s+business\b",
            r"\bwithout\s+(?:any\s+)?(?:restriction|suspension|interruption)s?\b",
            r"\bpublic\s+holidays?\b",
        ),
        doubtful=(
            "The National Bank of Cambodia suspends the operations of Some Bank PLC.",
            "Some Bank PLC is under provisional administration.",
            "The licence of Some Bank PLC was not renewed.",
        ),
        counter_examples=("The bank serves its clients as usual.", "Offices are closed on public holidays."),
    ),
    Rule(
        id="warning-to-the-public",
        category="advisory",
        weak=True,
        words=(
            r"\b(?:appeal(?:s|ed)?|warn(?:s|ed|ing)?|caution(?:s|ed)?|urge[sd]?|alert(?:s|ed)?|remind(?:s|ed)?|call(?:s|ed)?\s+(?:on|upon))\b.{0,100}\b(?:public|consumers?|customers?|citizens?|people|institutions?)\b",
            r"\bpublic\b.{0,80}\b(?:be\s+(?:cautious|careful|vigilant)|(?:is|are)\s+(?:warned|cautioned|advised|urged)|beware)\b",
            r"\b(?:issue[sd]?|publishe[sd]?)\s+(?:an?\s+)?(?:[a-z]+\s+)?(?:advisory|alert|warning)\b",
            r"\bAdvisory\b|\bcautions\s+(?:against|about)\b",
        ),
        examples=(
            "The National Bank of Cambodia appeals that the public be cautious of the propagation to mobilize funds.",
            "The public is warned against transfers to unknown persons.",
            "FinCEN issued an advisory on pig butchering.",
        ),
        counter_examples=("The National Bank of Cambodia published its annual report.",),
    ),
    Rule(
        id="statement",
        category="statement",
        weak=True,
        words=(r"\b(?:Statement|STATEMENT|Clarification|CLARIFICATION|clarif(?:ies|ied))\b",),
        examples=("Statement on Prince Bank", "The National Bank of Cambodia clarifies reports on deposits."),
        counter_examples=("The annual report is published.", "Bank statements must be kept for ten years."),
    ),
)  # fmt: skip
"""The weighty ones first."""

SANCTIONING = tuple(rule for rule in RULES if rule.id in {"designated", "removed", "rule-stage"})
"""What authorities do that impose sanctions and make rules. Told by a supervisor, it is a claim about another's act."""

SUPERVISING = tuple(rule for rule in RULES if rule not in SANCTIONING)
"""What a central bank or another supervisor does itself."""
