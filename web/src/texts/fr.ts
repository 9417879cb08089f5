import type { Texts } from "./en.ts";

export const fr: Texts = {
  language: "Français",
  title: "thermidor",
  subtitle:
    "Comment des organisations qui gagnent finissent dirigées par le centre, et ce qu’on peut y faire",

  nav: {
    stories: "Histoires",
    bench: "Essayer",
    tour: "Parcours",
    room: "La salle",
    take: "Emporter",
    language: "Langue",
    skip: "Aller aux résultats",
  },

  stories: {
    choose: "Choisis un début",
    hint: "Chaque carte est une organisation et ce qui lui arrive. Choisis-en une, change quelque chose et vois ce que deviennent des centaines d’autres comme elle.",
    open: "Ouvrir un fichier de scénario…",
    default: [
      "En paix",
      "Mille membres, des conseils, des comités, des élections chaque année. Rien ne vient de l’extérieur.",
    ],
    isolation: [
      "Trois ans de solitude",
      "Cinq années calmes, trois ans dans la solitude face à un monde hostile, puis douze ans de paix.",
    ],
    "red-october": [
      "Octobre rouge",
      "Un parti de conseils prend le pouvoir en 1917, reste seul, mène une guerre civile, souffre de la faim et se confond avec l’État.",
    ],
    "federation-under-siege": [
      "Une fédération assiégée",
      "L’isolement, avec des alliés à l’étranger, des pouvoirs d’urgence qui expirent et des comités tirés au sort.",
    ],
    "victorious-movement": [
      "Un mouvement qui gagne",
      "Pendant deux ans, argent et tâches affluent, et il faut bien s’en occuper.",
    ],
    "union-with-strong-locals": [
      "Un syndicat aux sections fortes",
      "Les sections existaient avant le centre et gardent la moitié des cotisations. Vient une longue grève.",
    ],
    "growing-co-operative": [
      "Une coopérative qui grandit",
      "Vingt grandes sections, toujours plus à décider, des comptes ouverts et des comités qui expirent.",
    ],
    "parallel-before": [
      "Des conseils bâtis avant la percée",
      "Coopératives et entraide se bâtissent pendant des années et sont là quand viennent la victoire et le siège.",
    ],
    "parallel-after": [
      "Des conseils bâtis après",
      "Les mêmes conseils, commencés seulement quand le siège est là.",
    ],
    "party-fused-with-state": [
      "Un parti qui est l’État",
      "Qui s’oppose au parti s’oppose à l’État. Puis trois ans de guerre civile.",
    ],
    "bought-from-outside": [
      "Payé de l’extérieur",
      "Un bailleur de fonds donne, et d’autres cherchent à gagner celles et ceux qui ont un siège.",
    ],
    "too-many-too-fast": [
      "Trop, trop vite",
      "Des milliers adhèrent en six mois, puis les responsables sont arrêtés.",
    ],
    "splits-as-experiments": [
      "Libres de partir",
      "Après un siège et une querelle, des sections en ont assez et partent en alliées.",
    ],
    "world-of-allies": [
      "Six alliées en cercle",
      "L’une des six est assiégée. Ses alliées l’aident et partagent sa crise.",
    ],
  },

  controls: {
    scenario: "L’organisation",
    safeguards: "Garde-fous",
    safeguardsHint:
      "Ce qui est prévu contre la dérive. Active un garde-fou, puis ouvre-le pour régler sa force.",
    shocks: "Ce qui lui arrive",
    shocksHint:
      "Fais glisser une barre vers un autre moment, tire son bout pour qu’elle dure plus longtemps. Au clavier : les flèches déplacent, majuscule et flèches allongent ou raccourcissent, suppr l’enlève.",
    add: "Ajouter",
    remove: "Enlever",
    strength: "Force et détails",
    more: "Tous les autres paramètres",
    search: "Chercher un paramètre",
    reset: "Revenir à l’histoire telle qu’elle était",
    default: "par défaut {value}",
    run: "Simuler",
    running: "Simulation…",
    stop: "Arrêter",
    auto: "Simuler dès que je lâche",
    cost: "environ {seconds} de travail",
    does: "Ce qu’il fait",
    costs: "Ce qu’il coûte",
    now: "Avec ces nombres",
    from: "à partir du mois {month}",
    lasts: "pendant {months}",
    members: "Membres",
    local_size: "Membres par section",
    ticks: "Mois à simuler",
    organizations: "Organisations à simuler",
    seed: "Graine du hasard",
  },

  compare: {
    pin: "Épingler cet avenir",
    unpin: "Ne rien comparer",
    pinned: "Épinglé : {name}",
    now: "Maintenant",
    before: "Épinglé",
    sameLuck:
      "Les deux avenirs connaissent le même hasard, décision par décision : ce qui diffère vient de ton changement.",
    nothing: "Change quelque chose, et ce sera comparé à l’avenir épinglé, avec le même hasard.",
  },

  answer: {
    press: "Appuie sur « Simuler » pour voir ce qu’il en advient.",
    fromLink: "Ceci est venu par un lien. Rien n’est simulé avant que tu appuies sur « Simuler ».",
    captured: "Sur {of} organisations, {n} sont captées à la fin.",
    capturedBefore: "Dans l’avenir épinglé : {n}.",
    difference: "{points} points ({low} à {high}, intervalle à 95 %).",
    unclear: "Cela pourrait encore être dû au hasard.",
    progress: "{done} organisations sur {of}",
    queued: "D’autres sont servis : {n} avant toi.",
    half: "La moitié est captée au mois {month}.",
    what: "Captée veut dire : depuis un an le centre décide de l’essentiel de ce qui est en jeu, et on ne peut guère écarter celles et ceux qui ont une charge.",
  },

  conditions: {
    self_governing: "autogérée",
    contested: "disputée",
    captured: "captée",
    collapsed: "effondrée",
    split: "scindée",
  },

  charts: {
    fates: "Ce qu’elles sont devenues",
    fatesHint: "Chaque carré est une organisation. Clique sur l’un d’eux pour voir ce qui s’y est passé.",
    fatesLabel:
      "{n} organisations au mois {month} : {counts}. Les flèches en choisissent une, Entrée l’ouvre.",
    cell: "Organisation {n} : {condition}",
    lookAt: "Regarder l’organisation numéro",
    look: "Regarder",
    fanHint:
      "La ligne est l’organisation du milieu ; la bande sombre en contient la moitié, la claire neuf sur dix.",
    measure: "Mesure",
    survival: "Pas encore captées",
    survivalHint: "Part des organisations qui n’ont pas été captées jusque-là, avec des bandes à 95 %.",
    benefits: "Bénéfices et coûts",
    benefitsHint:
      "Maintenant moins épinglé, sur toute la durée. Une barre qui croise la ligne peut être le hasard.",
    profile: "Profil",
    profileHint:
      "Il n’y a pas de nombre unique de la centralisation. Clique sur une mesure pour la voir en grand.",
    months: "mois",
    table: "En tableau",
    month: "Mois {month}",
    play: "Lire",
    pause: "Pause",
    p05: "5 %",
    p25: "25 %",
    p50: "milieu",
    p75: "75 %",
    p95: "95 %",
    estimate: "estimation",
    low: "bas",
    high: "haut",
    difference: "différence",
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
    save: "Enregistrer « {chart} » en {kind}",
  },

  effects: {
    captured_at_end: "captées à la fin",
    collapsed: "effondrées",
    self_governing_at_end: "autogérées à la fin",
    of100: "sur 100",
    better: "mieux",
    worse: "pire",
    unclear: "peut être le hasard",
    safeguard_hours: "heures pour les garde-fous, par membre et mois",
    safeguard_money: "cotisations pour les garde-fous, par membre et mois",
    quality: "qualité des décisions",
    delay: "mois par décision",
    damage: "dommage, cotisations par membre et mois",
    participation: "présence",
    legitimacy: "légitimité",
  },

  measures: {
    central_share_stakes: "Décidé par le centre",
    removability: "Chance d’écarter un mauvais responsable en un an",
    emergency: "Sous pouvoirs d’urgence",
    influence_gini: "Inégalité d’influence",
    influence_seats: "Influence des responsables",
    influence_staff: "Influence des salariés",
    deference: "Membres qui s’en remettent aux mêmes personnes",
    tenure: "Mois en fonction",
    participation: "Présence",
    legitimacy: "Sentiment qu’elle est la leur",
    voice: "Membres qui prennent la parole",
    grievance_hidden: "Griefs tus",
    quality: "Qualité des décisions",
    delay: "Mois par décision",
    damage: "Dommage",
    membership: "Membres",
  },

  safeguards: {
    rotation: [
      "Rotation et limites de mandat",
      "Après quelques mandats de suite, le siège va à quelqu’un d’autre.",
      "Qui arrive doit apprendre ; on décide un temps moins bien.",
    ],
    lottery: [
      "Tirage au sort",
      "Une partie des sièges est tirée au sort parmi celles et ceux qui participent.",
      "Les tirés au sort en savent autant que tout le monde ; l’expérience se perd, et l’ordre du jour peut passer aux salariés.",
    ],
    time_bombed_committees: [
      "Comités à échéance",
      "La charte d’un comité expire si elle n’est pas réécrite.",
      "L’écrire prend des heures, et on peut la renouveler sans la lire.",
    ],
    dissent_cycles: [
      "Cycles de dissidence",
      "De temps en temps la critique a un enjeu : une part du budget ou de l’ordre du jour va à qui objecte.",
      "Chaque cycle prend des heures de tous ceux qui viennent.",
    ],
    disband_days: [
      "Jours de dissolution",
      "À jours fixes le centre s’arrête et les sections font tout.",
      "Ce qui a besoin du centre doit attendre.",
    ],
    transparency: [
      "Transparence",
      "Comptes, procès-verbaux et relations sont ouverts.",
      "Les tenir ouverts prend des heures ; qui prend la parole est vu aussi.",
    ],
    emergency_sunset: [
      "Urgence à durée limitée",
      "Les pouvoirs d’urgence finissent après quelques mois, sauf si les membres les renouvellent.",
      "Un vote prend des heures, et dans l’urgence on renouvelle souvent.",
    ],
    international_alliances: [
      "Alliances internationales",
      "Des alliés à l’étranger allègent l’isolement.",
      "Les alliances coûtent des cotisations, et la crise d’un allié se ressent ici.",
    ],
    subsidiarity: [
      "Subsidiarité",
      "Une part des affaires et de l’argent appartient aux sections.",
      "L’urgent y attend l’assemblée, même là où le centre serait plus rapide.",
    ],
    public_audit: [
      "Audit public",
      "À la fin d’un mandat, un audit est fait en public.",
      "Les audits prennent des heures ; qui est envoyé par l’exécutif ne trouve rien chez ses amis.",
    ],
    shadow_office: [
      "Charge fantôme",
      "À côté de chaque charge, quelqu’un a pour tâche la critique et peut prendre la relève.",
      "Chaque critique coûte des heures à l’instance, tous les mois.",
    ],
    freedom_to_split: [
      "Liberté de scission",
      "Une section qui en a assez peut partir avec son argent.",
      "Qui reste a moins d’argent et entend moins d’objections.",
    ],
    recall: [
      "Révocation",
      "On peut écarter par un vote qui a une charge avant la fin du mandat.",
      "Les votes prennent des heures, et des factions peuvent s’en servir.",
    ],
    separation_of_party_and_state: [
      "Séparation du parti et de l’État",
      "Parti et État restent distincts, pour que la dissidence ne soit pas trahison.",
      "Ce qui va au centre prend plus de temps.",
    ],
    parallel_institutions: [
      "Institutions parallèles",
      "Conseils, coopératives et entraide règlent une partie des affaires.",
      "Il faut les bâtir pendant des années avant qu’elles pèsent.",
    ],
    periodic_redesign: [
      "Refonte périodique",
      "À intervalles de quelques années, une partie des instances centrales est dissoute et réécrite.",
      "Cela prend des heures de tous ceux qui viennent, et ce qui fut appris en charge se perd.",
    ],
    newcomers_quota: [
      "Quota de nouveaux",
      "Des sièges sont gardés pour qui n’a jamais eu de charge.",
      "Les nouveaux ont moins de pratique.",
    ],
    staff_rotation: [
      "Rotation des salariés",
      "Les salariés partent aussi après quelques années.",
      "Ce qu’ils savaient part avec eux.",
    ],
  },

  shocks: {
    isolation: ["Isolement", "L’aide espérée ne vient pas."],
    civil_war: ["Guerre civile", "Une guerre pour survivre, chez soi."],
    scarcity: ["Pénurie", "Les revenus se tarissent."],
    victory: ["Victoire", "Argent, tâches et gens affluent."],
    failed_revolutions: ["Défaite des alliés", "Celles et ceux qui devaient aider sont battus."],
    surge: ["Afflux", "Beaucoup veulent adhérer d’un coup."],
    cooptation_campaign: [
      "Campagne de récupération",
      "De l’extérieur, on cherche davantage à gagner les responsables.",
    ],
    loss_of_leaders: ["Perte de responsables", "L’ennemi arrête les responsables."],
    windfall: ["Manne", "Un bailleur donne, et on a vite besoin de lui."],
    internal_split: ["Querelle de factions", "Des factions sont dressées l’une contre l’autre."],
  },

  organization: {
    title: "Ce qui s’est passé dans l’organisation {n}",
    back: "Retour à toutes les organisations",
    chronicle: "Chronique",
    people: "Personnes et instances",
    peopleHint:
      "Les cercles sont des membres : plus on écoute quelqu’un, plus il est grand. Une ligne va de qui écoute à qui est écouté. Les cercles pleins ont un siège, les carrés sont salariés, un anneau prend la parole.",
    peopleLabel:
      "Mois {month} : {seats} sièges tenus par {holders} personnes ; le membre le plus écouté l’est par {followers}.",
    shown: "Membres dessinés : {n}. Ce sont tous ceux qui ont un siège, les plus écoutés et quelques autres.",
    bodies: "Qui siège où",
    member: "membre {n}",
    english: "La chronique est en anglais.",
    pinned: "La même organisation dans l’avenir épinglé",
    now: "La même organisation telle qu’elle est maintenant",
    loading: "On la simule encore une fois…",
    body: ["exécutif", "comité {n}", "commandement d’urgence", "institution parallèle"],
  },

  tour: {
    title: "Six étapes",
    intro:
      "À chaque étape, devine d’abord. Puis laisse des centaines d’organisations répondre. Deviner avant de regarder apprend plus que toute explication.",
    station: "Étape {n} sur {of}",
    next: "Étape suivante",
    previous: "Étape précédente",
    yourGuess: "Sur 100 organisations de ce genre, combien sont captées à la fin ?",
    commit: "C’est mon pronostic",
    committed: "Ton pronostic : {n} sur 100.",
    reveal: "Simuler et voir",
    result: "Simulé : {n} sur 100 sont captées à la fin ({low} à {high}, intervalle à 95 %).",
    resultBefore: "Pour comparer, {name} : {n} sur 100.",
    off: "Écart : {n}.",
    exact: "Tu avais raison.",
    roomGuesses: "Pronostics de la salle : {n}",
    roomNone: "Personne d’autre n’a encore deviné.",
    roomHidden: "Tu verras les pronostics de la salle quand tu auras donné le tien.",
    here: "La salle est à l’étape {n}.",
    go: "Y aller",
    lead: "Amener la salle ici",
    open: "Changer ce scénario toi-même",
    stations: [
      {
        title: "Dérive-t-elle d’elle-même ?",
        text: "Mille membres dans vingt sections. Chaque année ils élisent un exécutif et quatre comités, se réunissent chaque mois et règlent ce qui se présente. Qui décide gagne en influence et en pratique ; qui est écouté l’est davantage. Pendant vingt ans, rien ne vient de l’extérieur.",
        before: "",
        question: "On dit souvent que la dérive est une loi. Combien y cèdent sans aucune poussée ?",
        after:
          "Avec les valeurs par défaut, aucune. Les forces sont toutes là, et l’on voit un peu d’inégalité d’influence ; mais tant que les affaires se règlent là où elles naissent, les sections tiennent. Ici la dérive n’est pas une loi ; il lui faut une occasion.",
      },
      {
        title: "La solitude",
        text: "La même organisation. Après cinq années calmes, l’aide sur laquelle elle comptait ne vient pas : trois ans d’isolement, sous la menace et avec moins d’argent. Puis c’est fini, et douze ans de paix suivent.",
        before: "en paix",
        question: "Le siège est fini depuis douze ans. Combien sont captées à la fin ?",
        after:
          "Dans l’urgence, les affaires vont là où elles se règlent vite : au centre. Ce qui y a été décidé une fois l’est de nouveau, qui a une charge gagne en pratique, et l’on vient moins à des assemblées où il n’y a rien à décider. Le siège fini, les raisons sont parties et les habitudes restent.",
      },
      {
        title: "Des pouvoirs qui expirent",
        text: "Encore trois ans d’isolement. Cette fois, les pouvoirs d’urgence finissent après six mois, sauf si les membres votent leur renouvellement.",
        before: "sans cette règle",
        question: "Combien sont captées maintenant ?",
        after:
          "Moins, mais encore pas mal. Tant que la menace est réelle, les membres renouvellent. Une échéance met fin à des pouvoirs que personne ne défend ; elle ne défait pas les habitudes nées sous eux.",
      },
      {
        title: "Une règle sur le papier",
        text: "De nouveau l’isolement. La charte de chaque comité expire après un an et doit être réécrite. Là où on le fait sérieusement, presque aucune organisation n’est captée. Mais ici c’est une formalité : quatre-vingt-dix-sept fois sur cent, la charte est renouvelée sans être lue.",
        before: "des chartes vraiment réécrites",
        question: "La règle est la même, la pratique non. Combien sont captées ?",
        after:
          "Une règle suivie pour la forme est ici pire qu’aucune règle : ses examens prennent des heures aux assemblées, et rien ne prend fin. Qui propose un garde-fou devrait dire qui refusera de signer.",
      },
      {
        title: "Révoquer ou tirer au sort",
        text: "Encore l’isolement, et deux propositions. L’une est le tirage au sort : la moitié des sièges. L’autre est la révocation : les membres peuvent écarter qui a une charge avant la fin du mandat.",
        before: "la moitié des sièges tirée au sort",
        question: "Avec la révocation au lieu du sort, combien sont captées ?",
        after:
          "La révocation semble plus forte, et ici elle est pire que rien : sans aucune des deux règles, moins d’organisations seraient captées. Ses votes prennent des heures à des assemblées qui en ont peu, si bien que davantage va au centre ; et sous pouvoirs d’urgence, quand cela compterait le plus, on ne vote pas. Si les votes ne prennent pas de temps, le mal disparaît presque : essaie. Le tirage au sort ne prend d’heures à personne. Il a son prix : les instances décident avec moins d’expérience.",
      },
      {
        title: "Avant ou après",
        text: "Un mouvement gagne, et est assiégé peu après. Il a ses conseils, ses coopératives, son entraide. Dans un monde, ils ont été bâtis pendant des années avant la percée ; dans l’autre, on les commence quand le siège est là.",
        before: "bâtis avant la percée",
        question: "Commencés un an après la victoire, en plein siège : combien sont captées ?",
        after:
          "Ce qui doit peser dans une crise doit être debout avant elle. Les mêmes conseils, commencés tard, rencontrent des habitudes déjà prises. Les garde-fous ont leur place dans le plan pour gagner, pas dans celui d’après.",
      },
    ],
  },

  room: {
    title: "La salle",
    join: "Ouvre cette adresse sur un téléphone du même réseau, ou scanne le code.",
    closed:
      "Seule cette machine peut ouvrir la page. Lance-la avec « thermidor serve --room » pour laisser entrer les autres.",
    people: "Pronostics à chaque étape",
    clear: "Oublier tous les pronostics",
    qr: "Code QR de l’adresse",
  },

  take: {
    title: "Emporter",
    link: "Un lien qui contient tout le scénario",
    linkHint:
      "Il est dans l’adresse elle-même et n’est enregistré nulle part. Qui l’ouvre voit le scénario ; rien n’est simulé avant d’appuyer sur « Simuler ».",
    copy: "Copier",
    copied: "Copié.",
    file: "Le fichier de scénario",
    fileHint: "Pour « thermidor run » : les mêmes nombres partout.",
    report: "Le rapport",
    reportHint:
      "Une page avec graphiques, tableaux et toutes les hypothèses. Elle n’a besoin d’aucun réseau.",
    download: "Télécharger",
    making: "En préparation…",
    charts: "Chaque graphique s’enregistre avec les boutons au-dessous.",
  },

  errors: {
    title: "Cela ne marche pas",
    network: "Le serveur ne répond pas. Tourne-t-il encore ?",
    link: "Ce lien est abîmé ; le scénario qu’il contient est illisible.",
    again: "Réessayer",
  },

  units: {
    months: ["{n} mois", "", "{n} mois", "{n} mois"],
    years: ["{n} an", "", "{n} ans", "{n} ans"],
    seconds: ["{n} seconde", "", "{n} secondes", "{n} secondes"],
  },
};
