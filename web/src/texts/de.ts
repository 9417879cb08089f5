import type { Texts } from "./en.ts";

export const de: Texts = {
  language: "Deutsch",
  title: "thermidor",
  subtitle: "Wie Organisationen, die gewinnen, unter die Zentrale geraten, und was sich dagegen tun lässt",

  nav: {
    stories: "Geschichten",
    bench: "Ausprobieren",
    tour: "Rundgang",
    room: "Der Raum",
    take: "Mitnehmen",
    language: "Sprache",
    skip: "Zu den Ergebnissen",
  },

  stories: {
    choose: "Wähle einen Anfang",
    hint: "Jede Karte ist eine Organisation und was ihr widerfährt. Wähle eine, ändere etwas und sieh, was aus Hunderten wie ihr wird.",
    open: "Eine Szenariodatei öffnen …",
    default: [
      "In Ruhe gelassen",
      "Tausend Mitglieder, Räte, Ausschüsse, jedes Jahr Wahlen. Von außen geschieht nichts.",
    ],
    isolation: [
      "Drei Jahre allein",
      "Fünf ruhige Jahre, dann drei Jahre allein in einer feindlichen Welt, dann zwölf Jahre Frieden.",
    ],
    "red-october": [
      "Roter Oktober",
      "Eine Räte-Partei übernimmt 1917 die Macht, steht allein, führt Bürgerkrieg, hungert und verschmilzt mit dem Staat.",
    ],
    "federation-under-siege": [
      "Ein Bund unter Belagerung",
      "Isolation, beantwortet mit Verbündeten im Ausland, Notstandsrechten auf Zeit und ausgelosten Ausschüssen.",
    ],
    "victorious-movement": [
      "Eine Bewegung, die gewinnt",
      "Zwei Jahre lang strömen Geld und Aufgaben herein, und jemand muss sich darum kümmern.",
    ],
    "union-with-strong-locals": [
      "Eine Gewerkschaft mit starken Ortsgruppen",
      "Die Ortsgruppen waren vor der Zentrale da und behalten die Hälfte der Beiträge. Dann kommt ein langer Streik.",
    ],
    "growing-co-operative": [
      "Eine Genossenschaft, die wächst",
      "Zwanzig große Filialen, immer mehr zu entscheiden, offene Bücher und Ausschüsse mit Verfallsdatum.",
    ],
    "parallel-before": [
      "Räte, vor dem Durchbruch gebaut",
      "Genossenschaften und gegenseitige Hilfe entstehen über Jahre und sind da, wenn Sieg und Belagerung kommen.",
    ],
    "parallel-after": [
      "Räte, danach gebaut",
      "Dieselben Räte, aber erst begonnen, als die Belagerung läuft.",
    ],
    "party-fused-with-state": [
      "Eine Partei, die der Staat ist",
      "Wer der Partei widerspricht, widerspricht dem Staat. Dann drei Jahre Bürgerkrieg.",
    ],
    "bought-from-outside": [
      "Von außen bezahlt",
      "Ein Geldgeber zahlt, und andere versuchen, Amtsinhaber für sich zu gewinnen.",
    ],
    "too-many-too-fast": [
      "Zu viele, zu schnell",
      "Tausende treten in einem halben Jahr bei, dann werden Führende verhaftet.",
    ],
    "splits-as-experiments": [
      "Frei zu gehen",
      "Nach einer Belagerung und einem Streit haben einige Ortsgruppen genug und gehen als Verbündete.",
    ],
    "world-of-allies": [
      "Sechs Verbündete im Ring",
      "Eine von sechs wird belagert. Ihre Verbündeten helfen und teilen ihre Krise.",
    ],
  },

  controls: {
    scenario: "Die Organisation",
    safeguards: "Sicherungen",
    safeguardsHint:
      "Was gegen das Abdriften eingebaut ist. Schalte eine ein und öffne sie, um ihre Stärke zu setzen.",
    shocks: "Was ihr widerfährt",
    shocksHint:
      "Ziehe einen Balken an eine andere Zeit, ziehe sein Ende, damit er länger dauert. Mit der Tastatur: Pfeile verschieben, Umschalt und Pfeile verlängern oder kürzen, Entf nimmt ihn weg.",
    add: "Hinzufügen",
    remove: "Wegnehmen",
    strength: "Stärke und Einzelheiten",
    more: "Alle anderen Parameter",
    search: "Einen Parameter suchen",
    reset: "Zurück zur Geschichte, wie sie war",
    default: "Vorgabe: {value}",
    quoted: "„{word}“",
    run: "Laufen lassen",
    running: "Es läuft …",
    stop: "Anhalten",
    auto: "Laufen lassen, sobald ich loslasse",
    cost: "fertig in etwa {seconds}",
    costBusy: "fertig in etwa {seconds}, weil auch andere rechnen lassen",
    does: "Was sie tut",
    costs: "Was sie kostet",
    now: "Mit diesen Zahlen",
    from: "ab Monat {month}",
    lasts: "für {months}",
  },

  compare: {
    pin: "Diese Zukunft anheften",
    unpin: "Mit nichts vergleichen",
    pinned: "Angeheftet: {name}",
    now: "Jetzt",
    before: "Angeheftet",
    sameLuck:
      "Beide Zukünfte haben denselben Zufall, Entscheidung für Entscheidung: Was sich unterscheidet, kommt von deiner Änderung.",
    nothing: "Ändere etwas, und es wird bei gleichem Zufall mit der angehefteten Zukunft verglichen.",
  },

  answer: {
    press: "Drücke auf „Laufen lassen“ und sieh, was daraus wird.",
    fromLink: "Das kam mit einem Link. Nichts läuft, bevor du auf „Laufen lassen“ drückst.",
    captured: "Von {of:organizations} {n:are_captured}.",
    capturedBefore: "In der angehefteten Zukunft: {n}.",
    collapsed: "Zerfallen: {n}.",
    collapsedBefore: "In der angehefteten Zukunft: {n}, zerfallen: {collapsed}.",
    outdated: "Vor deiner Änderung:",
    difference: "{points} Punkte ({low} bis {high}, 95-%-Intervall).",
    unclear: "Das kann noch Zufall sein.",
    progress: "{done} von {of:organizations}",
    queued: "Auch andere lassen rechnen ({n} Anfragen): Alles ist in etwa {seconds} da.",
    half: "Die Hälfte aller ist gekapert bis Monat {month}.",
    what: "Gekapert heißt: Ein Jahr lang hat die Zentrale das meiste entschieden, worum es ging, und wer ein Amt hat, ist kaum noch loszuwerden.",
  },

  conditions: {
    self_governing: "selbstverwaltet",
    contested: "umkämpft",
    captured: "gekapert",
    collapsed: "zerfallen",
    split: "gespalten",
  },

  charts: {
    fates: "Was aus ihnen wurde",
    fatesHint: "Jedes Kästchen ist eine Organisation.",
    fatesClick: "Klicke auf eines, um zu sehen, was in ihr geschah.",
    fatesLabel: "{n:organizations} im Monat {month}: {counts}. Pfeiltasten wählen eine, Enter öffnet sie.",
    cell: "Organisation {n}: {condition}",
    lookAt: "Organisation Nummer",
    look: "Ansehen",
    fanHint:
      "Die Linie ist die mittlere Organisation, im dunklen Band liegt die Hälfte, im hellen neun von zehn.",
    measure: "Messgröße",
    survival: "Noch nicht gekapert",
    survivalHint:
      "Anteil aller Organisationen, die bisher nicht gekapert wurden, mit 95-%-Bändern. Wer ungekapert zerfallen ist oder sich gespalten hat, zählt weiter dazu.",
    benefits: "Nutzen und Kosten",
    benefitsHint:
      "Jetzt minus angeheftet, über die ganze Zeit. Der Punkt ist der Unterschied, der Balken sein 95-%-Intervall; kreuzt er die Linie, kann es Zufall sein.",
    ofHundred: ["Von 100, alle im selben Maßstab:", "von der Linie zum Rand {reach} von 100"],
    amounts: ["Mengen:", "am linken Rand ist nichts mehr davon da, am rechten war vorher nichts da"],
    profile: "Profil",
    profileHint:
      "Für Zentralisierung gibt es keine einzelne Zahl. Klicke auf eine Messgröße, um sie groß zu sehen.",
    months: "Monat",
    table: "Als Tabelle",
    month: "Monat {month}",
    play: "Abspielen",
    pause: "Pause",
    p05: "5 %",
    p25: "25 %",
    p50: "Mitte",
    p75: "75 %",
    p95: "95 %",
    estimate: "Schätzung",
    low: "von",
    high: "bis",
    difference: "Unterschied",
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
    save: "„{chart}“ als {kind} speichern",
  },

  effects: {
    captured_at_end: "am Ende gekapert",
    collapsed: "zerfallen",
    self_governing_at_end: "am Ende selbstverwaltet",
    of100: "von 100",
    better: "besser",
    worse: "schlechter",
    unclear: "kann Zufall sein",
    safeguard_hours: "Stunden für Sicherungen, je Mitglied und Monat",
    safeguard_money: "Beiträge für Sicherungen, je Mitglied und Monat",
    quality: "Güte der Entscheidungen",
    delay: "Monate bis zur Entscheidung",
    damage: "Schaden, Beiträge je Mitglied und Monat",
    participation: "Beteiligung",
    legitimacy: "Legitimität",
  },

  measures: {
    central_share_stakes: "Von der Zentrale entschieden",
    removability: "Aussicht, schlechte Amtsinhaber in einem Jahr loszuwerden",
    emergency: "Unter Notstandsrechten",
    influence_gini: "Ungleichheit des Einflusses",
    influence_seats: "Einfluss der Amtsinhaber",
    influence_staff: "Einfluss der Angestellten",
    deference: "Mitglieder, die auf dieselben wenigen hören",
    tenure: "Monate im Amt",
    participation: "Beteiligung",
    legitimacy: "Glaube, dass sie ihnen gehört",
    voice: "Mitglieder, die den Mund aufmachen",
    grievance_hidden: "Verschwiegener Unmut",
    quality: "Güte der Entscheidungen",
    delay: "Monate bis zur Entscheidung",
    damage: "Schaden",
    membership: "Mitglieder",
    central_share_count: "Von der Zentrale entschieden, nach Zahl",
    central_resources: "Geld in der Hand der Zentrale",
    parallel_resources: "Geld in parallelen Institutionen",
    self_governing_locals: "Ortsgruppen, die das meiste selbst regeln",
    influence_people: "Menschen, auf die sich der Einfluss verteilt",
    influence_gini_excess: "Ungleichheit des Einflusses über den Zufall hinaus",
    influence_top1: "Einfluss des obersten Prozents",
    influence_assemblies: "Einfluss der Versammlungen",
    influence_outside: "Einfluss von außen",
    influence_parallel: "Einfluss der Delegierten paralleler Institutionen",
    bench: "Menschen, die für einen Sitz kandidieren würden",
    contested: "Wahlen mit Auswahl",
    turnover_term: "Sitze, die mit der Amtszeit frei werden",
    turnover_recall: "Sitze, die durch Abberufung frei werden",
    turnover_purge: "Sitze, die durch Ausschluss oder Verlust frei werden",
    turnover_resignation: "Sitze, die durch Rücktritt frei werden",
    faction_concentration: "Eine Fraktion an der Spitze",
    seats_outside: "Von außen gewonnene Sitze",
    tenure_median: "Monate im Amt, mittlerer Amtsinhaber",
    moves_in: "Neue Mitglieder",
    moves_out: "Mitglieder, die gehen",
    seceded: "Mit ihren Ortsgruppen gegangene Mitglieder",
    skill: "Können der Mitglieder",
    grievance_visible: "Ausgesprochener Unmut",
    voice_success: "Erfüllte Forderungen",
    voice_price: "Preis des Widerspruchs",
    staff: "Angestellte je 1.000 Mitglieder",
    body_age: "Alter der Aufträge von Ausschüssen",
    body_fit: "Passung der Aufträge von Ausschüssen",
    backlog: "Wartende Entscheidungen je 1.000 Mitglieder",
    diverted: "Verschwundenes Geld",
    reserve: "Rücklagen, in Monatsbeiträgen",
    safeguard_hours: "Stunden für Sicherungen",
    safeguard_money: "Geld für Sicherungen",
    repealed: "Abgeschaffte Sicherungen",
  },

  safeguards: {
    rotation: [
      "Rotation und Amtszeitgrenzen",
      "Nach einigen Amtszeiten in Folge muss jemand anderes auf den Platz.",
      "Wer kommt, muss das Amt erst lernen; eine Weile wird weniger gut entschieden.",
    ],
    lottery: [
      "Los",
      "Ein Teil der Plätze wird unter den Aktiven ausgelost.",
      "Ausgeloste können so viel wie alle; den Gremien fehlt Erfahrung, und die Tagesordnung kann zu den Angestellten wandern.",
    ],
    time_bombed_committees: [
      "Ausschüsse mit Verfallsdatum",
      "Der Auftrag eines Ausschusses verfällt, wenn er nicht neu geschrieben wird.",
      "Aufträge zu schreiben kostet Stunden, und sie können ungelesen verlängert werden.",
    ],
    dissent_cycles: [
      "Zyklen des Widerspruchs",
      "Von Zeit zu Zeit hat Kritik einen Einsatz: ein Teil des Geldes oder der Tagesordnung geht an die, die widersprechen.",
      "Jeder Zyklus kostet Stunden aller, die kommen.",
    ],
    disband_days: [
      "Auflösungstage",
      "An festen Tagen pausiert die Zentrale, und die Ortsgruppen machen alles selbst.",
      "Was die Zentrale braucht, muss warten.",
    ],
    transparency: [
      "Transparenz",
      "Bücher, Protokolle und Beziehungen liegen offen.",
      "Offenhalten kostet Stunden; auch wer widerspricht, wird gesehen.",
    ],
    emergency_sunset: [
      "Ablauf des Notstands",
      "Notstandsrechte enden nach einigen Monaten, wenn die Mitglieder sie nicht verlängern.",
      "Abstimmen kostet Stunden, und im Notstand wird oft verlängert.",
    ],
    international_alliances: [
      "Bündnisse im Ausland",
      "Verbündete nehmen Druck von der Isolation.",
      "Bündnisse kosten Beiträge, und eine Krise der Verbündeten ist auch hier zu spüren.",
    ],
    subsidiarity: [
      "Subsidiarität",
      "Ein Teil der Angelegenheiten und des Geldes gehört den Ortsgruppen.",
      "Eiliges wartet dort auf die Versammlung, auch wo die Zentrale schneller wäre.",
    ],
    public_audit: [
      "Öffentliche Prüfung",
      "Am Ende der Amtszeit wird öffentlich geprüft.",
      "Prüfungen kosten Stunden; wen der Vorstand schickt, der findet bei Freunden nichts.",
    ],
    shadow_office: [
      "Schattenamt",
      "Neben jedem Amt hat jemand die Aufgabe der Kritik und kann es übernehmen.",
      "Jeder Kritiker kostet das Gremium jeden Monat Stunden.",
    ],
    freedom_to_split: [
      "Freiheit zur Abspaltung",
      "Eine Ortsgruppe, die genug hat, darf gehen und ihr Geld mitnehmen.",
      "Wer bleibt, hat weniger Geld und hört weniger Widerspruch.",
    ],
    recall: [
      "Abberufung",
      "Wer ein Amt hat, kann vor dem Ende der Amtszeit abgewählt werden.",
      "Abstimmungen kosten Stunden, und Fraktionen können sie nutzen.",
    ],
    separation_of_party_and_state: [
      "Trennung von Partei und Staat",
      "Partei und Staat bleiben getrennt, damit Widerspruch kein Verrat ist.",
      "Was zur Zentrale geht, dauert länger.",
    ],
    parallel_institutions: [
      "Parallele Institutionen",
      "Räte, Genossenschaften und gegenseitige Hilfe regeln einen Teil selbst.",
      "Sie müssen jahrelang gebaut werden, bevor sie Gewicht haben.",
    ],
    periodic_redesign: [
      "Regelmäßiger Neubau",
      "Alle paar Jahre wird ein Teil der zentralen Gremien aufgelöst und neu geschrieben.",
      "Das kostet Stunden aller, die kommen, und was im Amt gelernt wurde, geht verloren.",
    ],
    newcomers_quota: [
      "Quote für Neue",
      "Einige Plätze sind für Menschen, die nie ein Amt hatten.",
      "Neue sind weniger geübt.",
    ],
    staff_rotation: [
      "Rotation der Angestellten",
      "Auch Angestellte gehen nach einigen Jahren.",
      "Was sie wussten, geht mit ihnen.",
    ],
  },

  shocks: {
    isolation: ["Isolation", "Die erhoffte Hilfe kommt nicht."],
    civil_war: ["Bürgerkrieg", "Ein Krieg ums Überleben im eigenen Land."],
    scarcity: ["Mangel", "Das Einkommen versiegt."],
    victory: ["Sieg", "Geld, Aufgaben und Menschen strömen herein."],
    failed_revolutions: ["Niederlage der Verbündeten", "Wer helfen sollte, wird geschlagen."],
    surge: ["Ansturm", "Viele wollen auf einmal beitreten."],
    cooptation_campaign: ["Vereinnahmung", "Außenstehende umwerben Amtsinhaber stärker."],
    loss_of_leaders: ["Verlust von Führenden", "Der Gegner nimmt die, die ein Amt haben."],
    windfall: ["Geldregen", "Ein Geldgeber zahlt und wird bald gebraucht."],
    internal_split: ["Streit der Fraktionen", "Fraktionen werden gegeneinander aufgebracht."],
  },

  sentences: {
    safeguards: {
      rotation:
        "Mandate {tiers} dauern {term_ticks:months}, und niemand bleibt länger als {terms_in_a_row:terms} hintereinander; wer ausscheidet, darf {wait} für einen anderen Sitz kandidieren. Jede Übergabe kostet das Gremium {handover_hours:hours}, und was im Amt gelernt wurde, geht mit dem Inhaber.",
      lottery:
        "{share:percent} der Mandate {tiers} werden ausgelost unter {pool} und weder Amt noch bezahlte Stelle haben. Geloste können, was alle können: Je mehr es sind, desto weniger Erfahrung haben diese Gremien.",
      time_bombed_committees:
        "Die Satzung jedes Ausschusses wird {lifetime_ticks:every} überprüft. {rubber_stamp:percent} der Prüfungen verlängern sie ungelesen; alle anderen beenden {narrowing:percent} der Präzedenzfälle der Zentrale im Bereich des Ausschusses und schreiben die Satzung neu oder schließen, wo weniger als {quorum:percent} der Mitglieder anwesend sind, den Ausschuss für {gap_ticks:months}. Eine Prüfung kostet jedes anwesende Mitglied {review_hours:hours}.",
      dissent_cycles:
        "{period_ticks:each} werden Mitglieder mit Unmut gehört: Sind es mindestens {quorum:percent} der Mitglieder, {stake}. Ein Zyklus kostet jedes anwesende Mitglied {hours:hours}.",
      disband_days:
        "{period_ticks:each} ruht die Zentrale {pause:months} lang, und {scope:percent} der Ortsgruppen regeln alles selbst. Was bei der Zentrale wartet, wartet länger, und Dringendes richtet inzwischen Schaden an.",
      transparency:
        "Die Bücher der Gremien sind zu {ledgers:percent} offen, ihre Protokolle zu {minutes:percent} und ihre Beziehungen zu Institutionen und Geldgebern zu {relationships:percent}; so sehen Mitglieder mehr vom Ganzen, und Ortsgruppen wissen mehr. Das kostet jeden Sitz {takes:hours} im Monat, und wer widerspricht, trägt {stigma:percent} mehr Stigma.",
      emergency_sunset:
        "Notstandsvollmachten enden nach {months:months_after}, wenn {renewed_by}. Erloschene Vollmachten {again}{vote}.",
      international_alliances: "{allies}{campaign}",
      subsidiarity:
        "Die Ortsgruppen behalten {reserved_domains} von {domains} Bereichen der Angelegenheiten (Barriere {barrier} gegen die Zentrale) und mindestens {local_resources:percent} ihrer Beiträge. Dringendes in diesen Bereichen wartet auf die Versammlung, auch wo die Zentrale schneller wäre.",
      public_audit:
        "{probability:percent} der endenden Mandate in allen Gremien werden mit einer Tiefe von {depth:percent} geprüft, und zwar durch {auditors}. Inhaber verlieren den Vorteil ihres Amtes, soweit etwas ans Licht kommt, und {less:percent} weniger Geld verschwindet. Eine Prüfung kostet {cost}.",
      shadow_office:
        "Neben jedem Amt {tiers} hat {critics} die Kritik zur Aufgabe: eine unabhängige Stimme bei seinen Entscheidungen, eine Kandidatur dafür und ein Ohr für Forderungen. Jeder Kritiker kostet das Gremium {hours:hours} im Monat.",
      freedom_to_split:
        "Eine Ortsgruppe, deren Mitglieder im Mittel mehr als {threshold:percent} Unmut haben, geht mit einer Wahrscheinlichkeit von {chance:percent} im Monat, nimmt {takes:percent} ihres Geldes mit und wird eine eigene Organisation. Mitglieder, die bleiben, legen weniger zusammen und hören weniger Widerspruch.",
      recall:
        "Sobald {signatures:percent} der Mitglieder unterschreiben, wird über Amtsinhaber {tiers}{seated} abgestimmt; sie gehen, wenn die meisten anwesenden Mitglieder dagegen sind. Eine Abstimmung kostet jedes von ihnen {hours:hours}, und {factional:percent} der Mitglieder anderer Fraktionen unterschreiben und stimmen schon deshalb gegen einen Amtsinhaber.",
      separation_of_party_and_state:
        "Die Verschmelzung von Partei und Staat wird auf höchstens {fusion_cap:percent} begrenzt (sonst wären es {fusion:percent}){treason}{incompatible_offices}. Jede Angelegenheit, die zur Zentrale geht, dauert {coordination_ticks:months} länger.",
      parallel_institutions:
        "Die Ortsgruppen bauen eigene Institutionen auf{when}: Nach {building_ticks:months_after} in ruhigen Zeiten übernimmt ein Rat von {delegates:delegates} {share:percent} dessen, was zur Zentrale ginge, und legt {resources:percent} des Geldes der Ortsgruppen zusammen. Das kostet {upkeep:dues} im Monat je Mitglied und während des Aufbaus jedes anwesende Mitglied {hours:hours} im Monat; unter Bedrohung geht der Aufbau langsamer.",
      periodic_redesign:
        "{period_ticks:each} werden der Vorstand und jeder der Ausschüsse mit einer Wahrscheinlichkeit von {depth:percent} aufgelöst und neu geschrieben, damit sie wieder passen, und {clearing:percent} der Präzedenzfälle der Zentrale im Bereich eines Ausschusses gehen mit ihm. Ein Neubau kostet jedes anwesende Mitglied {hours:hours}, und was im Amt gelernt wurde, geht verloren.",
      newcomers_quota:
        "{share:percent} der Sitze {tiers} sind für Menschen, die neu im Amt sind{again}. Sie bringen weniger Erfahrung mit, und wo niemand Neues kandidiert, bleibt der Amtsinhaber über die Amtszeit hinaus.",
      staff_rotation:
        "Niemand bleibt länger als {term_ticks:months} auf einer bezahlten Stelle. Was dort gelernt wurde, geht mit, und Neue anzulernen kostet jeden Sitz der Gremien {training_hours:hours} im Monat.",
    },
    shocks: {
      isolation:
        "Die Isolation bringt {threat:points} Punkte Bedrohung, die Verbündete mildern können, und nimmt {loss:percent} des Einkommens der Organisation.",
      civil_war:
        "Der Bürgerkrieg hebt die Bedrohung der Organisation auf {threat:points} von 100 und nimmt {loss:percent} ihres Einkommens.",
      scarcity:
        "Der Mangel nimmt {loss:percent} des Einkommens der Organisation und hebt ihre Bedrohung auf {threat:points} von 100.",
      victory:
        "Der Sieg vervielfacht, was die Organisation zu entscheiden hat, mit {responsibilities:factor}, ihr Einkommen mit {resources:factor} und ihre Neuen mit {people:factor}.",
      failed_revolutions:
        "Die Niederlage nimmt {loss:percent} der Verbündeten der Organisation und bringt {threat:points} Punkte Bedrohung, die die übrigen Verbündeten mildern können.",
      surge:
        "Der Ansturm vervielfacht die Menschen, die der Organisation beitreten wollen, mit {people:factor}.",
      cooptation_campaign:
        "Die Vereinnahmung vervielfacht die Versuche äußerer Akteure, Amtsinhaber zu gewinnen, mit {attempts:factor}.",
      loss_of_leaders:
        "Alle, die ein Amt haben, gehen in allen Gremien mit einer Wahrscheinlichkeit von {loss:percent} im Monat verloren.",
      windfall:
        "Ein Geldgeber gibt der Zentrale {money:dues} im Monat je Mitglied und vervielfacht die Versuche äußerer Akteure, Amtsinhaber zu gewinnen, mit {attempts:factor}.",
      internal_split:
        "Mitglieder außerhalb der führenden Fraktion tragen {grievance:points} Punkte mehr Unmut.",
    },
    parts: {
      "tiers.executive": "des Vorstands",
      "tiers.committee": "der Ausschüsse",
      "tiers.command": "des Notstandsstabs",
      "tiers.parallel": "der parallelen Institution",
      "wait.later": "nach {cooling_off_ticks:months_after}",
      "wait.at_once": "sofort",
      "pool.members": "Mitgliedern, die mitmachen",
      "pool.present": "Mitgliedern, die zur Versammlung des Monats kommen",
      "stake.nothing":
        "lassen Mitglieder {vent:percent} ihres Unmuts ab und gewinnen nichts, und die Ortsgruppen verlieren {disappointment:percent} ihrer Hoffnung",
      "stake.budget":
        "gewinnen sie {budget_share:percent} der zentralen Einnahmen des Monats für die Ortsgruppen",
      "stake.review":
        "gewinnen sie eine Überprüfung, die {review_share:percent} der Präzedenzfälle der Zentrale beendet",
      "stake.alternating":
        "gewinnen sie im Wechsel {budget_share:percent} der zentralen Einnahmen des Monats für die Ortsgruppen und eine Überprüfung, die {review_share:percent} der Präzedenzfälle der Zentrale beendet",
      "stake.varied":
        "gewinnen sie, durch Los bestimmt, {budget_share:percent} der zentralen Einnahmen des Monats für die Ortsgruppen oder eine Überprüfung, die {review_share:percent} der Präzedenzfälle der Zentrale beendet",
      "renewed_by.holders":
        "die, die sie haben, sie nicht verlängern (das tun sie in {renewal_probability:percent} der Fälle)",
      "renewed_by.assemblies": "nicht mindestens {majority:percent} der Versammlungen sie verlängern",
      "again.barred":
        "können {pause_ticks:months} lang nicht wieder ausgerufen werden, auch wo die Bedrohung echt ist",
      "again.at_once": "können sofort wieder ausgerufen werden",
      "vote.holders": "",
      "vote.assemblies": ", und eine Abstimmung kostet jedes anwesende Mitglied {hours:hours}",
      "allies.agreed":
        "{partners:allies} der Organisation {left:percent} jeder Isolation. Jeder kostet sie {upkeep:dues} im Monat je 1.000 Mitglieder und hat {crises_per_year} Krisen im Jahr; eine Krise hebt die Bedrohung hier einen Monat lang auf mindestens {contagion:points} von 100.",
      "allies.world":
        "Jeder Verbündete in der Welt nimmt {relief:percent} der übrigen Isolation und kostet die Organisation {upkeep:dues} im Monat je 1.000 Mitglieder; der Notstand eines Verbündeten hebt die Bedrohung hier auf mindestens {contagion:points} von 100.",
      "campaign.none": "",
      "campaign.joint":
        " {campaign_ticks:each} vervielfacht eine gemeinsame Kampagne die Neuen mit {campaign_recruitment:factor} und kostet jedes anwesende Mitglied {campaign_hours:hours}.",
      "auditors.central": "Prüfer, die der Vorstand schickt und die gegen die eigene Fraktion nichts finden",
      "auditors.local": "die Versammlungen, soweit Mitglieder kommen",
      "cost.central": "die Sitze der Gremien zusammen {takes:hours}",
      "cost.local": "die anwesenden Mitglieder einer Ortsgruppe je {takes:hours}",
      "critics.authentic": "ein Mitglied mit Unmut (wo es eines gibt)",
      "critics.assigned":
        "ein Mitglied, das die Rolle nur spielt und {assigned_worth:percent} von einem wert ist, das es ernst meint,",
      "seated.for": " nach {cooling_off_ticks:months_after} im Amt",
      "seated.at_once": "",
      "treason.less": ", also ist Widerspruch weniger Verrat",
      "treason.same": "",
      "incompatible_offices.true": "; wer in ein Amt berufen wird, ist nicht aus dem Kreis des Gönners",
      "incompatible_offices.false": "",
      "when.never": "",
      "when.before": ", vor jedem Schock",
      "when.after": ", nach dem ersten Schock",
      "again.later": " oder seit {new_again_ticks:months_after} keines hatten",
      "again.never": "",
      "begins.once": "Ab Monat {start_tick:month}",
      "begins.random": "{rate_per_year:times}, zufällig ab Monat {start_tick:month}",
      "fades.slowly": ", danach Halbierung {decay_ticks:every}",
      "fades.at_once": "",
      "struck.all": "",
      "struck.some": " Von den Organisationen der Welt trifft das nur Nummer {strikes}.",
      "every.one": "jeden Monat",
      "each.one": "Jeden Monat",
    },
    shock: "{begins}, {duration_ticks:months} lang{fades}: {effect}{struck}",
    compliance: " Befolgt wird das in {compliance:percent} der Fälle.",
    never: " Befolgt wird das nie.",
    from: " In Kraft ab Monat {from_tick:month}.",
    until: " In Kraft von Monat {from_tick:month} bis einschließlich Monat {last_tick:month}.",
    only: " In Kraft nur in Monat {from_tick:month}.",
  },

  happened: {
    shock_begins: "{shock}: es beginnt",
    shock_over: "{shock}: vorbei",
    safeguard_begins: "{safeguard}: gilt von jetzt an",
    safeguard_ends: "{safeguard}: gilt nicht mehr",
    self_governing: "Die Organisation regiert sich selbst",
    contested: "Die Organisation ist umkämpft: Ein Zeichen von Kaperung zeigt sich",
    captured: "Die Organisation ist gekapert",
    collapsed: "Die Organisation ist zusammengebrochen",
    split: "Die Organisation hat sich gespalten",
    kept: "Die Notstandsvollmachten gelten noch immer (bisher {months}; Schock vorbei: {after})",
    kept_by_command: "; den Notstandsstab bilden die Mitglieder {members}",
    kept_by_executive: "; im Vorstand sitzen die Mitglieder {members}",
    powers_raised: "Notstandsvollmachten werden ausgerufen",
    powers_given_up: "Wer die Notstandsvollmachten hat, gibt sie ab",
    powers_renewed: "Über die Notstandsvollmachten wird abgestimmt; sie werden verlängert",
    powers_lapsed: "Die Notstandsvollmachten laufen aus",
    charter_renewed: "Das Mandat wird ungelesen verlängert: {body}",
    charter_rewritten: "Das Mandat wird neu geschrieben: {body}",
    charter_expired: "Das Mandat läuft aus: {body}",
    recalled: "{body}: Mitglied {member} wird abberufen",
    expelled: "{body}: Mitglied {member} wird ausgeschlossen",
    co_opted: "{body}: Außenstehende gewinnen Mitglied {member} für sich",
    leader_lost: "{body}: Mitglied {member} geht verloren",
    seceded: "Ortsgruppe {local} tritt aus und wird eine eigene Organisation",
    suppressed: "Ortsgruppe {local} will austreten und wird niedergehalten",
    local_founded: "Ortsgruppe {local} wird gegründet",
    repealed: "{safeguard}: abgeschafft von denen, die daran gebunden sind",
    repeal_failed: "{safeguard}: ein Antrag auf Abschaffung scheitert",
    votes: " ({yes} dafür, {no} dagegen)",
    reason: ": {reason}",
    holds_over:
      "{body}: Niemand kandidiert oder zu wenige kommen, Mitglied {member} bleibt über die Amtszeit hinaus",
    elected_again: "{body}: Mitglied {member} wird wiedergewählt",
    kept_by_appointment: "{body}: Mitglied {member} bleibt durch Ernennung",
    elected: "{body}: Mitglied {member} wird gewählt",
    appointed: "{body}: Mitglied {member} wird ernannt",
    drawn: "{body}: Mitglied {member} wird ausgelost",
    elected_from_shadow: "{body}: Mitglied {member} wird aus dem Schattenamt gewählt",
    follows_term: " anstelle von Mitglied {member} (im Amt: {months})",
    follows_expiry: " anstelle von Mitglied {member}, dessen Gremium auslief (im Amt: {months})",
    follows_recall: " anstelle von Mitglied {member}, das abberufen wurde (im Amt: {months})",
    follows_resignation: " anstelle von Mitglied {member}, das gegangen ist (im Amt: {months})",
    follows_expulsion: " anstelle von Mitglied {member}, das ausgeschlossen wurde (im Amt: {months})",
    follows_loss: " anstelle von Mitglied {member}, das verloren ging (im Amt: {months})",
  },

  reasons: {
    members_object: "die Mitglieder wollten es nicht",
    no_need: "die meisten sahen keinen Anlass",
    emergency: "der Notstand lässt keinen Raum dafür",
    keeps_from_office: "es hält gute Leute vom Amt fern",
    ties_hands: "es bindet denen die Hände, die Verantwortung tragen",
    too_many_hours: "es kostet zu viele Stunden",
    no_money: "dafür ist kein Geld da",
    no_longer_expire: "Ausschüsse laufen nicht mehr aus",
    found_at_audit: "bei der Prüfung ertappt",
    serves_outsider: "dient nachweislich Außenstehenden",
    time_over: "die Zeit war um",
    periodic_redesign: "regelmäßiger Neuentwurf",
    gap_over: "die Pause war lang genug",
    locals_federate: "die Ortsgruppen verbünden sich",
    leaving_not_allowed: "Austreten ist nicht erlaubt",
    local_had_enough: "die meisten Mitglieder hatten genug",
    voters_had_enough: "die meisten, die abstimmten, hatten genug",
    no_room: "Neue fanden keinen Platz",
    taken_by_enemy: "vom Gegner genommen",
    threat_over: "die Bedrohung war vorbei",
    threat: "die Bedrohung",
    not_renewed: "sie wurden nicht verlängert",
    held_on: "wer entscheidet, hielt daran fest",
    too_few_came: "zu wenige kamen zur Überprüfung",
  },

  organization: {
    title: "Was in Organisation {n} geschah",
    back: "Zurück zu allen Organisationen",
    chronicle: "Chronik",
    people: "Menschen und Gremien",
    peopleHint:
      "Kreise sind Mitglieder: je mehr auf jemanden hören, desto größer. Eine Linie führt von denen, die zuhören (dort ist sie breit), zu denen, auf die sie hören (dort ist sie spitz). Gefüllte Kreise haben einen Sitz, Quadrate sind Angestellte, ein Ring macht den Mund auf.",
    followers: "hören darauf",
    influence: "Einfluss",
    peopleLabel: "Monat {month}: besetzte Sitze: {seats}; auf das meistgehörte Mitglied hören: {followers}.",
    shown:
      "Gezeichnete Mitglieder: {n}. Das sind alle mit einem Sitz, die Meistgehörten und einige der anderen.",
    every: "Ein Bild gibt es alle {every}.",
    bodies: "Wer wo sitzt",
    member: "Mitglied {n}",
    pinned: "Dieselbe Organisation in der angehefteten Zukunft",
    now: "Dieselbe Organisation, wie sie jetzt ist",
    loading: "Sie läuft noch einmal …",
    body: ["Vorstand", "Ausschuss {n}", "Notstandsstab", "parallele Institution"],
  },

  tour: {
    title: "Sechs Stationen",
    intro:
      "Rate an jeder Station zuerst. Dann lass es Hunderte Organisationen herausfinden. Wer vor dem Hinsehen geraten hat, lernt mehr als aus jeder Erklärung.",
    station: "Station {n} von {of}",
    next: "Nächste Station",
    previous: "Vorige Station",
    yourGuess: "Von 100 solchen Organisationen: Wie viele sind am Ende gekapert?",
    commit: "Das ist mein Tipp",
    committed: "Dein Tipp: {n} von 100.",
    reveal: "Laufen lassen und sehen",
    result: "Simuliert: {n} von 100 am Ende gekapert ({low} bis {high}, 95-%-Intervall).",
    resultBefore: "Zum Vergleich, {name}: {n} von 100.",
    off: "Du lagst {n} daneben.",
    exact: "Du lagst richtig.",
    roomGuesses: "Tipps im Raum: {n}",
    roomNone: "Sonst hat noch niemand geraten.",
    roomHidden: "Die Tipps des Raums siehst du, wenn du deinen abgegeben hast.",
    guess: "Tipp",
    guessed: "Wie viele Menschen",
    here: "Der Raum ist bei Station {n}.",
    go: "Hingehen",
    lead: "Den Raum hierher holen",
    leading: "Du führst den Raum. Er ist bei Station {n}.",
    release: "Alle allein weitergehen lassen",
    open: "Dieses Szenario selbst ändern",
    stations: [
      {
        title: "Driftet sie von selbst ab?",
        text: "Tausend Mitglieder in zwanzig Ortsgruppen. Sie wählen jedes Jahr einen Vorstand und vier Ausschüsse, treffen sich jeden Monat und regeln, was anfällt. Wer entscheidet, gewinnt Einfluss und Übung; auf wen gehört wird, auf den wird noch mehr gehört. Zwanzig Jahre lang geschieht von außen nichts.",
        before: "",
        question: "Oft heißt es, das Abdriften sei ein Gesetz. Wie viele geben ihm ganz ohne Anstoß nach?",
        after:
          "Mit den Vorgaben keine. Die Kräfte sind alle da, und etwas Ungleichheit des Einflusses ist zu sehen; aber solange sich Angelegenheiten dort regeln lassen, wo sie anfallen, behaupten sich die Ortsgruppen. Das Abdriften ist hier kein Gesetz; es braucht einen Anlass.",
      },
      {
        title: "Allein",
        text: "Dieselbe Organisation. Nach fünf ruhigen Jahren kommt die Hilfe nicht, auf die sie gezählt hat: drei Jahre Isolation, unter Bedrohung und mit weniger Geld. Dann ist es vorbei, und zwölf Jahre Frieden folgen.",
        before: "in Ruhe gelassen",
        question: "Die Belagerung ist seit zwölf Jahren vorbei. Wie viele sind am Ende gekapert?",
        after:
          "In der Not gehen Angelegenheiten dorthin, wo sie schnell erledigt werden: zur Zentrale. Was einmal dort entschieden wurde, wird wieder dort entschieden, Amtsinhaber werden geübter, und zu Versammlungen ohne etwas zu entscheiden kommen weniger. Ist die Belagerung vorbei, sind die Gründe weg und die Gewohnheiten nicht.",
      },
      {
        title: "Rechte, die ablaufen",
        text: "Noch einmal drei Jahre Isolation. Diesmal enden Notstandsrechte nach sechs Monaten, wenn die Mitglieder sie nicht verlängern.",
        before: "ohne diese Regel",
        question: "Wie viele sind jetzt gekapert?",
        after:
          "Weniger, aber nicht wenige. Solange die Bedrohung echt ist, verlängern die Mitglieder. Eine Frist beendet Rechte, die niemand verteidigt; die Gewohnheiten, die unter ihnen gewachsen sind, macht sie nicht rückgängig.",
      },
      {
        title: "Eine Regel auf dem Papier",
        text: "Wieder die Isolation. Der Auftrag jedes Ausschusses verfällt nach einem Jahr und muss neu geschrieben werden. Wo das ernst gemeint ist, wird kaum eine Organisation gekapert. Hier aber ist es eine Formsache: In siebenundneunzig von hundert Fällen wird der Auftrag ungelesen verlängert.",
        before: "Aufträge, die wirklich neu geschrieben werden",
        question: "Die Regel ist dieselbe, die Praxis nicht. Wie viele sind gekapert?",
        after:
          "Eine Regel, die nur der Form nach befolgt wird, ist hier schlimmer als keine: Ihre Prüfungen kosten die Versammlungen Stunden, und nichts endet. Wer eine Sicherung vorschlägt, sollte sagen, wer die Unterschrift verweigern wird.",
      },
      {
        title: "Abwählen oder auslosen",
        text: "Noch einmal die Isolation, und zwei Vorschläge. Der eine ist das Los: Die Hälfte aller Plätze wird ausgelost. Der andere ist die Abberufung: Die Mitglieder können Amtsinhaber vor dem Ende der Amtszeit abwählen.",
        before: "die Hälfte der Plätze ausgelost",
        question: "Mit Abberufung statt Los: Wie viele sind gekapert?",
        after:
          "Abberufung klingt stärker und ist hier schlechter als gar nichts: Ohne beide Regeln wären weniger gekapert. Ihre Abstimmungen kosten Stunden in Versammlungen, die wenige übrig haben, und so geht mehr zur Zentrale; unter Notstandsrechten, wenn es am meisten darauf ankäme, wird gar nicht abgestimmt. Kosten die Abstimmungen keine Zeit, ist der Schaden fast weg: Probiere es aus. Das Los kostet niemandes Stunden. Es hat seinen eigenen Preis: Die Gremien entscheiden mit weniger Erfahrung.",
      },
      {
        title: "Vorher oder nachher",
        text: "Eine Bewegung gewinnt und wird bald darauf belagert. Sie hat eigene Räte, Genossenschaften und gegenseitige Hilfe. In einer Welt wurden sie jahrelang vor dem Durchbruch gebaut; in der anderen werden sie begonnen, als die Belagerung läuft.",
        before: "vor dem Durchbruch gebaut",
        question: "Ein Jahr nach dem Sieg begonnen, mitten in der Belagerung: Wie viele sind gekapert?",
        after:
          "Was in der Krise Gewicht haben soll, muss stehen, bevor sie kommt. Dieselben Räte, spät begonnen, treffen auf Gewohnheiten, die schon da sind. Sicherungen gehören in den Plan für den Sieg, nicht in den für die Zeit danach.",
      },
    ],
  },

  room: {
    title: "Der Raum",
    join: "Öffne diese Adresse auf einem Telefon im selben Netz, oder scanne den Code.",
    closed:
      "Nur dieser Rechner kann die Seite öffnen. Starte sie mit „thermidor serve --room“, um andere einzulassen.",
    people: "Tipps an jeder Station",
    clear: "Alle Tipps vergessen",
    qr: "QR-Code der Adresse",
    devices: "Geräte, die getippt haben",
    devicesHint:
      "Tipps an den Stationen 1 bis 6. Wer entfernt wird, kann noch einmal tippen; wer ausgeschlossen wird, erst wieder, wenn alle Tipps vergessen sind.",
    device: "Gerät {n}",
    remove: "Entfernen",
    keepOut: "Alle entfernen und ausschließen",
  },

  take: {
    title: "Mitnehmen",
    link: "Ein Link, in dem das ganze Szenario steckt",
    linkHint:
      "Es steckt in der Adresse selbst und ist nirgends gespeichert. Wer sie öffnet, sieht das Szenario; nichts läuft, bevor man es laufen lässt.",
    linkEnds:
      "Die Adresse gilt, solange dieser Raum offen ist. Später öffnet „thermidor serve LINK“ auf einem eigenen Rechner dasselbe.",
    copy: "Kopieren",
    copied: "Kopiert.",
    file: "Die Szenariodatei",
    fileHint: "Für „thermidor run“: dieselben Zahlen überall.",
    fileBoth: "Beide Zukünfte: für „thermidor compare“, oder um sie hier wieder zu öffnen.",
    report: "Der Bericht",
    reportHint:
      "Eine Seite mit Diagrammen, Tabellen und allen Annahmen. Sie braucht kein Netz. Sie ist auf Englisch.",
    download: "Herunterladen",
    making: "Wird gemacht …",
    charts: "Jedes Diagramm lässt sich mit den Knöpfen darunter speichern.",
  },

  errors: {
    title: "Das geht nicht",
    again: "Noch einmal versuchen",
    detail: "Im Einzelnen",
    beyond: "{what}: {value}; {rule}.",
    range: "erlaubt ist {low} bis {high}",
    least: "erlaubt ist {low} oder mehr",
    whole: "erlaubt ist nur eine ganze Zahl",
    said: {
      network: "Der Server antwortet nicht. Läuft er noch?",
      link: "Dieser Link ist beschädigt; das Szenario darin ist nicht zu lesen.",
      request:
        "Der Server versteht nicht, was die Seite fragt. Lade die Seite neu; vielleicht ist sie älter als der Server.",
      elsewhere:
        "Diese Adresse gehört nicht zu diesem Server. Öffne die Seite unter der Adresse, die er ausgegeben hat.",
      scenario:
        "Etwas in diesem Szenario ist nicht zu gebrauchen. Im Einzelnen steht, wo und was zu tun ist.",
      luck: "Zwei Zukünfte mit verschiedenem Zufall lassen sich nicht vergleichen. Gib beiden denselben Startwert und gleich viele Organisationen.",
      long_run:
        "Eine einzige Organisation dieses Szenarios braucht etwa {seconds:seconds}; diese Seite nimmt bis zu {most} an. Nimm weniger Mitglieder oder Monate, oder „thermidor run“ auf einem eigenen Rechner.",
      much_work:
        "Dieses Szenario hat {millions} Millionen Mitgliedsmonate, etwa {seconds:seconds} Arbeit; diese Seite nimmt bis zu {most} an. Nimm höchstens {organizations:organizations}, weniger Mitglieder oder weniger Monate.",
      much_memory:
        "Eine einzige Organisation dieses Szenarios braucht etwa {megabytes} MB Speicher; diese Seite nimmt bis zu {most} MB an. Nimm weniger Mitglieder oder Verbindungen, größere Ortsgruppen oder weniger Raum zum Wachsen, oder „thermidor run“ auf einem eigenen Rechner.",
      many_values:
        "Die Bilder dieses Szenarios haben {millions} Millionen Werte; diese Seite nimmt bis zu {most} Millionen an. Nimm weniger Monate oder weniger Organisationen.",
      took_long:
        "Das hat {seconds:seconds} Arbeit gekostet und ist nicht fertig; diese Seite nimmt bis zu {most} an. Nimm weniger Organisationen, weniger Mitglieder oder weniger Monate.",
      exceeded:
        "In einer dieser Organisationen fällt in einem Monat mehr an, als simuliert wird. Lass weniger Schocks zusammentreffen oder mach ihre Faktoren kleiner.",
      left_out: "Diese Datei hat {n} weitere Varianten, die nicht gezeigt werden.",
      busy: "Gerade sind zu viele da. Versuche es in ein paar Sekunden noch einmal.",
      room_full: "Der Raum ist voll. Wer ihn gestartet hat, kann alle Tipps vergessen.",
      kept_out: "Wer den Raum leitet, nimmt von diesem Gerät keine Tipps an.",
      host_only: "Das kann nur, wer den Server gestartet hat, an dem Rechner, auf dem er läuft.",
      no_room:
        "Nur dieser Rechner kann die Seite öffnen. Starte sie mit „thermidor serve --room“, um andere einzulassen.",
      failed:
        "Der Server ist gescheitert. Sichere dein Szenario als Datei und sage dem, der den Server gestartet hat, was im Einzelnen steht.",
    },
  },

  units: {
    are_captured: ["ist am Ende {n} gekapert", "", "", "sind am Ende {n} gekapert"],
    self_governing: ["", "", "", "{n} selbstverwaltet"],
    contested: ["", "", "", "{n} umkämpft"],
    captured: ["", "", "", "{n} gekapert"],
    collapsed: ["", "", "", "{n} zerfallen"],
    split: ["", "", "", "{n} gespalten"],
    months: ["{n} Monat", "", "", "{n} Monate"],
    years: ["{n} Jahr", "", "", "{n} Jahre"],
    seconds: ["{n} Sekunde", "", "", "{n} Sekunden"],
    months_after: ["{n} Monat", "", "", "{n} Monaten"],
    hours: ["{n} Stunde", "", "", "{n} Stunden"],
    dues: ["{n} Beitrag", "", "", "{n} Beiträge"],
    terms: ["{n} Amtszeit", "", "", "{n} Amtszeiten"],
    seats: ["{n} Sitz", "", "", "{n} Sitze"],
    members: ["{n} Mitglied", "", "", "{n} Mitglieder"],
    organizations: ["{n} Organisation", "", "", "{n} Organisationen"],
    domains: ["{n} Bereich", "", "", "{n} Bereiche"],
    every: ["", "", "", "alle {n} Monate"],
    each: ["", "", "", "Alle {n} Monate"],
    times: ["", "", "", "{n}-mal im Jahr"],
    allies: ["{n} Verbündeter lässt", "", "", "{n} Verbündete lassen"],
    delegates: ["{n} Delegierten", "", "", "{n} Delegierten"],
    ties: ["{n} Beziehung", "", "", "{n} Beziehungen"],
    people: ["{n} Mensch", "", "", "{n} Menschen"],
    factions: ["{n} Fraktion", "", "", "{n} Fraktionen"],
    "a month": ["", "", "", "{n} im Monat"],
    "a year": ["", "", "", "{n} im Jahr"],
    "a decision": ["", "", "", "{n} je Entscheidung"],
    "a member and month": ["", "", "", "{n} je Mitglied und Monat"],
    "hours a month": ["{n} Stunde im Monat", "", "", "{n} Stunden im Monat"],
    "dues a member": ["{n} Beitrag je Mitglied", "", "", "{n} Beiträge je Mitglied"],
    "dues per 1,000 members": ["{n} Beitrag je 1.000 Mitglieder", "", "", "{n} Beiträge je 1.000 Mitglieder"],
    "staff per 1,000 members": ["", "", "", "{n} Angestellte je 1.000 Mitglieder"],
    "share of members": ["", "", "", "{n} der Mitglieder"],
    "share an hour": ["", "", "", "{n} je Stunde"],
    "share a month": ["", "", "", "{n} im Monat"],
    factor: ["", "", "", "× {n}"],
    exponent: ["", "", "", "Exponent {n}"],
    logits: ["", "", "", "{n} Logits"],
    "log odds": ["", "", "", "{n} Log-Odds"],
    "log units": ["", "", "", "{n} (logarithmisch)"],
  },
};
