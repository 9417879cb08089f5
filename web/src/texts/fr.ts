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
    default: "Par défaut : {value}",
    quoted: "« {word} »",
    run: "Simuler",
    running: "Simulation…",
    stop: "Arrêter",
    auto: "Simuler dès que je lâche",
    cost: "prêt dans {seconds} environ",
    costBusy: "prêt dans {seconds} environ, car d’autres simulent aussi",
    does: "Ce qu’il fait",
    costs: "Ce qu’il coûte",
    now: "Avec ces nombres",
    from: "à partir du mois {month}",
    lasts: "pendant {months}",
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
    captured: "Sur {of:organizations}, {n:are_captured} à la fin.",
    capturedBefore: "Dans l’avenir épinglé : {n}.",
    collapsed: "Effondrées : {n}.",
    collapsedBefore: "Dans l’avenir épinglé : {n}, effondrées : {collapsed}.",
    outdated: "Avant ton changement :",
    difference: "{points} points ({low} à {high}, intervalle à 95 %).",
    unclear: "Cela pourrait encore être dû au hasard.",
    progress: "{done:organizations} sur {of}",
    queued: "D’autres simulent aussi ({n} demandes) : tout sera là dans {seconds} environ.",
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
    fatesHint: "Chaque carré est une organisation.",
    fatesClick: "Clique sur l’un d’eux pour voir ce qui s’y est passé.",
    fatesLabel:
      "{n:organizations} au mois {month} : {counts}. Les flèches en choisissent une, Entrée l’ouvre.",
    cell: "Organisation {n} : {condition}",
    lookAt: "Regarder l’organisation numéro",
    look: "Regarder",
    fanHint:
      "La ligne est l’organisation du milieu ; la bande sombre en contient la moitié, la claire neuf sur dix.",
    measure: "Mesure",
    survival: "Pas encore captées",
    survivalHint:
      "Part de toutes les organisations qui n’ont pas été captées jusque-là, avec des bandes à 95 %. Celles qui se sont effondrées ou scindées sans être captées y restent comptées.",
    benefits: "Bénéfices et coûts",
    benefitsHint:
      "Maintenant moins épinglé, sur toute la durée. Le point est la différence, la barre son intervalle à 95 % ; si elle croise la ligne, ce peut être le hasard.",
    ofHundred: ["Sur 100, tous à la même échelle :", "de la ligne au bord, {reach} sur 100"],
    amounts: ["Quantités :", "au bord gauche il n’en reste rien, au bord droit il n’y avait rien avant"],
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
    central_share_count: "Réglé par le centre, en nombre",
    central_resources: "Argent aux mains du centre",
    parallel_resources: "Argent des institutions parallèles",
    self_governing_locals: "Sections qui règlent presque tout elles-mêmes",
    influence_people: "Personnes entre qui l’influence se partage",
    influence_gini_excess: "Inégalité d’influence au-delà du hasard",
    influence_top1: "Influence du 1 % le plus influent",
    influence_assemblies: "Influence des assemblées",
    influence_outside: "Influence de l’extérieur",
    influence_parallel: "Influence des délégués des institutions parallèles",
    bench: "Personnes prêtes à occuper un siège",
    contested: "Élections avec un choix",
    turnover_term: "Sièges quittés en fin de mandat",
    turnover_recall: "Sièges quittés par révocation",
    turnover_purge: "Sièges quittés par exclusion ou perte",
    turnover_resignation: "Sièges quittés par démission",
    faction_concentration: "Une seule faction au sommet",
    seats_outside: "Sièges gagnés de l’extérieur",
    tenure_median: "Mois en charge, cas médian",
    moves_in: "Nouveaux membres",
    moves_out: "Membres qui partent",
    seceded: "Membres partis avec leur section",
    skill: "Savoir-faire des membres",
    grievance_visible: "Griefs exprimés",
    voice_success: "Revendications satisfaites",
    voice_price: "Prix de la prise de parole",
    staff: "Salariés pour 1 000 membres",
    body_age: "Âge des chartes des comités",
    body_fit: "Adéquation des chartes des comités",
    backlog: "Décisions en attente pour 1 000 membres",
    diverted: "Argent disparu",
    reserve: "Réserves, en mois de cotisations",
    safeguard_hours: "Heures pour les garde-fous",
    safeguard_money: "Argent pour les garde-fous",
    repealed: "Garde-fous abrogés",
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

  sentences: {
    safeguards: {
      rotation:
        "Les mandats durent {term_ticks:months} et personne n’en fait plus de {terms_in_a_row} de suite ; qui part attend {cooling_off_ticks:months}. Chaque passation coûte {handover_hours:hours} à l’instance, et ce qui fut appris en charge part avec la personne.",
      lottery:
        "{share:percent} des sièges sont tirés au sort parmi celles et ceux qui participent. Les tirés au sort en savent autant que tout le monde, si bien que les instances décident avec moins d’expérience.",
      time_bombed_committees:
        "Les comités expirent après {lifetime_ticks:months} ; {rubber_stamp:percent} des réexamens renouvellent la charte sans la lire, les autres la réécrivent et mettent fin à {narrowing:percent} des précédents du centre. Un réexamen coûte {review_hours:hours} à chaque membre présent ; sans un quorum de {quorum:percent}, le comité disparaît pour {gap_ticks:months}.",
      dissent_cycles:
        "Tous les {period_ticks:months}, la dissidence a son jour : un bloc d’au moins {quorum:percent} des membres est entendu {stake}. Un cycle coûte {hours:hours} à chaque membre présent.",
      disband_days:
        "Tous les {period_ticks:months}, le centre s’arrête pendant {length_ticks:months} pour {scope:percent} des sections, qui règlent tout elles-mêmes. Ce qui attend au centre attend plus longtemps, et l’urgent fait des dégâts entre-temps.",
      transparency:
        "Les comptes sont ouverts à {ledgers:percent}, les procès-verbaux à {minutes:percent}, les relations à {relationships:percent} ; les membres voient mieux l’ensemble et les sections en savent plus. Cela coûte jusqu’à {hours:hours} par mois et par siège, et l’opprobre qui frappe la dissidence s’accroît de {exposure:percent} au plus.",
      emergency_sunset:
        "Les pouvoirs d’urgence finissent après {months:months}, sauf s’ils sont renouvelés par {renewed_by}. Des pouvoirs expirés ne peuvent être repris pendant {pause_ticks:months}, même si la menace est réelle, et un vote coûte {hours:hours} à chaque membre présent.",
      international_alliances:
        "Avec {partners} alliés, il reste {left:percent} de tout isolement. Ils coûtent {dues:dues} par mois pour 1 000 membres, et chacun a {crises_per_year} crises par an, qui amènent ici {contagion:points} points de menace.",
      subsidiarity:
        "{reserved_domains} domaines sur {domains} sont réservés aux sections (barrière {barrier}), et {local_resources:percent} des cotisations leur restent. L’urgent y attend l’assemblée, même là où le centre serait plus rapide.",
      public_audit:
        "{probability:percent} des mandats finissent par un audit, approfondi à {depth:percent}, mené par {auditors}. Les responsables perdent l’avantage de leur charge dans la mesure où quelque chose est mis au jour, et {less:percent} de moins disparaît. Un audit coûte {takes:hours}.",
      shadow_office:
        "À côté de chaque charge, {critics} a pour tâche la critique : une voix indépendante dans ses décisions, une candidature à cette charge et une oreille pour les revendications. Chaque critique coûte {hours:hours} par mois à l’instance.",
      freedom_to_split:
        "Une section dont les griefs dépassent {threshold:percent} en moyenne part avec une probabilité de {chance:percent} par mois, emporte {takes:percent} de son argent et devient une organisation à part. Qui reste met moins en commun et entend moins d’objections.",
      recall:
        "Dès que {signatures:percent} des membres signent, on vote sur qui est en charge depuis {cooling_off_ticks:months}, et la personne part si la plupart des présents sont contre. Un vote coûte {hours:hours} à chacun d’eux, et {factional:percent} des autres factions votent contre un responsable pour cette seule raison.",
      separation_of_party_and_state:
        "La fusion est limitée à {fusion_cap:percent} (elle serait de {fusion:percent}), si bien que la dissidence est moins une trahison{incompatible_offices}. Ce qui va au centre prend {coordination_ticks:months} de plus.",
      parallel_institutions:
        "Les sections bâtissent leurs propres institutions à partir du mois {from_tick:month}, {when} : après {building_ticks:months}, {delegates} délégués reprennent {share:percent} de ce qui irait au centre et mettent en commun {resources:percent} de l’argent des sections. Cela coûte {upkeep:dues} par membre et par mois, et {hours:hours} à chaque membre présent pendant la construction ; sous la menace, elle ralentit.",
      periodic_redesign:
        "Tous les {period_ticks:months}, {depth:percent} des instances centrales sont dissoutes et réécrites pour qu’elles conviennent de nouveau, et {clearing:percent} des précédents du centre s’en vont avec elles. Une refonte coûte {hours:hours} à chaque membre présent, et ce qui fut appris en charge se perd.",
      newcomers_quota:
        "{share:percent} des sièges sont gardés pour qui n’a jamais eu de charge. Les nouveaux ont moins d’expérience, et là où aucun ne se présente, qui est en charge reste au-delà du mandat.",
      staff_rotation:
        "Personne ne reste salarié plus de {term_ticks:months}. Ce qui fut appris au poste s’en va, et former les nouveaux coûte {training_hours:hours} par mois à chaque siège.",
    },
    shocks: {
      isolation:
        "l’isolement ajoute {threat:points} points de menace, que des alliés peuvent alléger, et prend {loss:percent} des revenus.",
      civil_war:
        "la guerre civile porte la menace à {threat:points} sur 100 et prend {loss:percent} des revenus.",
      scarcity: "la pénurie prend {loss:percent} des revenus et porte la menace à {threat:points} sur 100.",
      victory:
        "la victoire multiplie ce qui est à décider par {responsibilities:factor}, les revenus par {resources:factor} et les nouveaux par {people:factor}.",
      failed_revolutions:
        "la défaite prend {loss:percent} des alliés et ajoute {threat:points} points de menace, que ceux qui restent peuvent alléger.",
      surge: "l’afflux multiplie celles et ceux qui veulent adhérer par {people:factor}.",
      cooptation_campaign:
        "la campagne de récupération multiplie les tentatives de gagner les responsables par {attempts:factor}.",
      loss_of_leaders: "chaque responsable est perdu avec une probabilité de {loss:percent} par mois.",
      windfall:
        "un bailleur donne au centre {money:money} cotisations par membre et par mois, et les tentatives de gagner les responsables sont multipliées par {attempts:factor}.",
      internal_split:
        "celles et ceux qui ne sont pas de la faction dirigeante ont {grievance:points} points de griefs de plus.",
    },
    parts: {
      "stake.nothing": "et ne gagne rien",
      "stake.budget": "et gagne {budget_share:percent} des revenus centraux du mois",
      "stake.review": "et gagne un réexamen qui met fin à {review_share:percent} des précédents du centre",
      "stake.either":
        "et gagne {budget_share:percent} des revenus centraux du mois ou un réexamen qui met fin à {review_share:percent} des précédents du centre",
      "renewed_by.holders":
        "celles et ceux qui les détiennent, qui le font dans {renewal_probability:percent} des cas",
      "renewed_by.assemblies": "{majority:percent} des assemblées",
      "auditors.central": "des auditeurs envoyés par l’exécutif, qui ne trouvent rien chez leurs amis",
      "auditors.local": "les assemblées, pour autant qu’on y vienne",
      "critics.authentic": "quelqu’un qui y tient, s’il y en a,",
      "critics.assigned":
        "quelqu’un à qui l’on donne ce rôle, et qui vaut {assigned_worth:percent} de qui est sincère,",
      "incompatible_offices.true": ", et les charges sont pourvues sans égard aux protections",
      "incompatible_offices.false": "",
      "when.before": "avant tout choc",
      "when.after": "après le premier choc",
      "begins.once": "À partir du mois {start_tick:month}",
      "begins.random": "{rate_per_year} fois par an au hasard à partir du mois {start_tick:month}",
      "fades.slowly": ", puis moitié moins tous les {decay_ticks:months}",
      "fades.at_once": "",
    },
    shock: "{begins}, pendant {duration_ticks:months}{fades} : {effect}",
    compliance: " La règle est suivie dans {compliance:percent} des cas.",
    from: " En vigueur à partir du mois {from_tick:month}.",
    until: " En vigueur du mois {from_tick:month} au mois {until_tick:month}.",
  },

  happened: {
    shock_begins: "{shock} : cela commence",
    shock_over: "{shock} : c’est fini",
    safeguard_begins: "{safeguard} : en vigueur désormais",
    safeguard_ends: "{safeguard} : n’est plus en vigueur",
    self_governing: "L’organisation se gouverne elle-même",
    contested: "L’organisation est disputée : un signe de capture apparaît",
    captured: "L’organisation est captée",
    collapsed: "L’organisation s’est effondrée",
    split: "L’organisation s’est scindée",
    kept: "Les pouvoirs d’urgence sont encore en vigueur après {months}, {after} après la fin du choc",
    kept_by_command: " ; le commandement est tenu par les membres {members}",
    kept_by_executive: " ; à l’exécutif siègent les membres {members}",
    powers_raised: "Des pouvoirs d’urgence sont proclamés",
    powers_given_up: "Ceux qui détiennent les pouvoirs d’urgence les rendent",
    powers_renewed: "Les pouvoirs d’urgence sont mis aux voix et renouvelés",
    powers_lapsed: "Les pouvoirs d’urgence s’éteignent",
    charter_renewed: "La charte est renouvelée sans être lue : {body}",
    charter_rewritten: "La charte est réécrite : {body}",
    charter_expired: "La charte expire : {body}",
    recalled: "{body} : le membre {member} est révoqué",
    expelled: "{body} : le membre {member} est exclu",
    co_opted: "{body} : un acteur extérieur gagne le membre {member}",
    leader_lost: "{body} : le membre {member} est perdu",
    seceded: "Le groupe local {local} part et devient une organisation à part entière",
    suppressed: "Le groupe local {local} veut partir et en est empêché",
    local_founded: "Le groupe local {local} est fondé",
    repealed: "{safeguard} : abrogation par ceux que cela engage",
    repeal_failed: "{safeguard} : une motion d’abrogation échoue",
    votes: " ({yes} pour, {no} contre)",
    reason: " : {reason}",
    holds_over:
      "{body} : personne ne se présente ou trop peu viennent, le membre {member} reste au-delà de son mandat",
    elected_again: "{body} : le membre {member} est réélu",
    kept_by_appointment: "{body} : le membre {member} est maintenu par nomination",
    elected: "{body} : le membre {member} est élu",
    appointed: "{body} : le membre {member} est nommé",
    drawn: "{body} : le membre {member} est tiré au sort",
    elected_from_shadow: "{body} : le membre {member} est élu depuis la charge fantôme",
    follows_term: " à la place du membre {member}, après {months}",
    follows_expiry: " à la place du membre {member}, dont l’instance a expiré, après {months}",
    follows_recall: " à la place du membre {member}, révoqué après {months}",
    follows_resignation: " à la place du membre {member}, parti après {months}",
    follows_expulsion: " à la place du membre {member}, exclu après {months}",
    follows_loss: " à la place du membre {member}, perdu après {months}",
  },

  reasons: {
    "members would not have it": "les membres n’en ont pas voulu",
    "most saw no need": "la plupart n’en ont pas vu la nécessité",
    "the emergency leaves no room for it": "l’urgence n’y laisse pas de place",
    "it keeps good people from office": "cela écarte de bonnes personnes des charges",
    "it ties the hands of those who are responsible": "cela lie les mains de ceux qui sont responsables",
    "it takes too many hours": "cela prend trop d’heures",
    "there is no money for it": "il n’y a pas d’argent pour cela",
    "committees no longer expire": "les comités n’expirent plus",
    "found out at the audit": "découvert à l’audit",
    "found to serve an outside actor": "convaincu de servir un acteur extérieur",
    "its time was over": "son temps était écoulé",
    "periodic redesign": "refonte périodique",
    "the gap was long enough": "la pause a été assez longue",
    "the locals federate": "les groupes locaux se fédèrent",
    "leaving is not allowed": "partir n’est pas permis",
    "most of its members had had enough": "la plupart de ses membres en avaient assez",
    "most who voted had had enough": "la plupart des votants en avaient assez",
    "newcomers found no room": "les nouveaux n’ont pas trouvé de place",
    "taken by the enemy": "pris par l’ennemi",
    "the threat was over": "la menace était passée",
    "the threat": "la menace",
    "they were not renewed": "ils n’ont pas été renouvelés",
    "those who decide held on to them": "ceux qui décident s’y sont accrochés",
    "too few came to the review": "trop peu sont venus à la révision",
  },

  organization: {
    title: "Ce qui s’est passé dans l’organisation {n}",
    back: "Retour à toutes les organisations",
    chronicle: "Chronique",
    people: "Personnes et instances",
    peopleHint:
      "Les cercles sont des membres : plus on écoute quelqu’un, plus il est grand. Une ligne va de qui écoute, où elle est large, à qui est écouté, où elle est pointue. Les cercles pleins ont un siège, les carrés sont salariés, un anneau prend la parole.",
    followers: "suiveurs",
    influence: "influence",
    peopleLabel: "Mois {month} : sièges tenus : {seats} ; le membre le plus écouté l’est par {followers}.",
    shown: "Membres dessinés : {n}. Ce sont tous ceux qui ont un siège, les plus écoutés et quelques autres.",
    every: "Il y a une image tous les {every}.",
    bodies: "Qui siège où",
    member: "membre {n}",
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
    result: "Simulé : {n} sur 100 captées à la fin ({low} à {high}, intervalle à 95 %).",
    resultBefore: "Pour comparer, {name} : {n} sur 100.",
    off: "Écart : {n}.",
    exact: "Tu avais raison.",
    roomGuesses: "Pronostics de la salle : {n}",
    roomNone: "Personne d’autre n’a encore deviné.",
    roomHidden: "Tu verras les pronostics de la salle quand tu auras donné le tien.",
    guess: "Pronostic",
    guessed: "Combien de personnes",
    here: "La salle est à l’étape {n}.",
    go: "Y aller",
    lead: "Amener la salle ici",
    leading: "Tu mènes la salle. Elle est à l’étape {n}.",
    release: "Laisser chacun continuer seul",
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
    devices: "Appareils qui ont fait un pronostic",
    devicesHint:
      "Pronostics aux étapes 1 à 6. Un appareil retiré peut recommencer ; un appareil exclu ne le peut pas tant que tous les pronostics n’ont pas été oubliés.",
    device: "Appareil {n}",
    remove: "Retirer",
    keepOut: "Tout retirer et exclure",
  },

  take: {
    title: "Emporter",
    link: "Un lien qui contient tout le scénario",
    linkHint:
      "Il est dans l’adresse elle-même et n’est enregistré nulle part. Qui l’ouvre voit le scénario ; rien n’est simulé avant d’appuyer sur « Simuler ».",
    linkEnds:
      "L’adresse marche tant que cette salle est ouverte. Ensuite, « thermidor serve LIEN » ouvre la même chose sur ta propre machine.",
    copy: "Copier",
    copied: "Copié.",
    file: "Le fichier de scénario",
    fileHint: "Pour « thermidor run » : les mêmes nombres partout.",
    fileBoth: "Les deux futurs : pour « thermidor compare », ou pour les rouvrir sur cette page.",
    report: "Le rapport",
    reportHint:
      "Une page avec graphiques, tableaux et toutes les hypothèses. Elle n’a besoin d’aucun réseau. Elle est en anglais.",
    download: "Télécharger",
    making: "En préparation…",
    charts: "Chaque graphique s’enregistre avec les boutons au-dessous.",
  },

  errors: {
    title: "Cela ne marche pas",
    again: "Réessayer",
    detail: "En détail",
    beyond: "{what} : {value} ; {rule}.",
    range: "doit être compris entre {low} et {high}",
    least: "doit être au moins {low}",
    whole: "doit être un nombre entier",
    said: {
      network: "Le serveur ne répond pas. Tourne-t-il encore ?",
      link: "Ce lien est abîmé ; le scénario qu’il contient est illisible.",
      request:
        "Le serveur ne comprend pas ce que la page demande. Recharge-la ; elle est peut-être plus ancienne que le serveur.",
      elsewhere: "Cette adresse n’est pas celle de ce serveur. Ouvre la page par l’adresse qu’il a affichée.",
      scenario: "Quelque chose dans ce scénario est inutilisable. Le détail dit où et que faire.",
      luck: "On ne peut pas comparer deux avenirs dont le hasard diffère. Donne aux deux la même graine et autant d’organisations.",
      long_run:
        "Une seule organisation de ce scénario prend environ {seconds:seconds} ; cette page en accepte {most} au plus. Prends moins de membres ou de mois, ou « thermidor run » sur ta propre machine.",
      much_work:
        "Ce scénario compte {millions} millions de mois-membres, environ {seconds:seconds} de travail ; cette page en accepte {most} au plus. Prends au plus {organizations:organizations}, moins de membres ou moins de mois.",
      many_values:
        "Les images de ce scénario comptent {millions} millions de valeurs ; cette page en accepte {most} millions au plus. Prends moins de mois ou moins d’organisations.",
      took_long:
        "Cela a pris {seconds:seconds} de travail et n’est pas fini ; cette page en accepte {most} au plus. Prends moins d’organisations, moins de membres ou moins de mois.",
      exceeded:
        "Dans une de ces organisations, il survient en un mois plus que ce qui est simulé. Fais coïncider moins de chocs ou réduis leurs facteurs.",
      left_out: "Ce fichier contient {n} autres variantes, qui ne sont pas montrées.",
      busy: "Il y a trop de monde en ce moment. Réessaie dans quelques secondes.",
      room_full: "La salle est pleine. Qui l’a ouverte peut oublier tous les pronostics.",
      kept_out: "La personne qui anime la salle n’accepte pas de pronostics de cet appareil.",
      host_only: "Seule la personne qui a lancé le serveur peut le faire, sur la machine où il tourne.",
      no_room:
        "Seule cette machine peut ouvrir la page. Lance-la avec « thermidor serve --room » pour laisser entrer les autres.",
      failed:
        "Le serveur a échoué. Enregistre ton scénario dans un fichier et dis à qui a lancé le serveur ce que contient le détail.",
    },
  },

  units: {
    are_captured: ["{n} est captée", "", "{n} sont captées", "{n} sont captées"],
    self_governing: ["{n} autogérée", "", "{n} autogérées", "{n} autogérées"],
    contested: ["{n} disputée", "", "{n} disputées", "{n} disputées"],
    captured: ["{n} captée", "", "{n} captées", "{n} captées"],
    collapsed: ["{n} effondrée", "", "{n} effondrées", "{n} effondrées"],
    split: ["{n} scindée", "", "{n} scindées", "{n} scindées"],
    months: ["{n} mois", "", "{n} mois", "{n} mois"],
    years: ["{n} an", "", "{n} ans", "{n} ans"],
    seconds: ["{n} seconde", "", "{n} secondes", "{n} secondes"],
    months_after: ["{n} mois", "", "{n} mois", "{n} mois"],
    hours: ["{n} heure", "", "{n} heures", "{n} heures"],
    dues: ["{n} cotisation", "", "{n} cotisations", "{n} cotisations"],
    terms: ["{n} mandat", "", "{n} mandats", "{n} mandats"],
    seats: ["{n} siège", "", "{n} sièges", "{n} sièges"],
    members: ["{n} membre", "", "{n} membres", "{n} membres"],
    organizations: ["{n} organisation", "", "{n} organisations", "{n} organisations"],
    domains: ["{n} domaine", "", "{n} domaines", "{n} domaines"],
    ties: ["{n} lien", "", "{n} liens", "{n} liens"],
    people: ["{n} personne", "", "{n} personnes", "{n} personnes"],
    factions: ["{n} faction", "", "{n} factions", "{n} factions"],
    "a month": ["", "", "", "{n} par mois"],
    "a year": ["", "", "", "{n} par an"],
    "a decision": ["", "", "", "{n} par décision"],
    "a member and month": ["", "", "", "{n} par membre et par mois"],
    "hours a month": ["{n} heure par mois", "", "{n} heures par mois", "{n} heures par mois"],
    "dues a member": [
      "{n} cotisation par membre",
      "",
      "{n} cotisations par membre",
      "{n} cotisations par membre",
    ],
    "dues per 1,000 members": [
      "{n} cotisation pour 1 000 membres",
      "",
      "{n} cotisations pour 1 000 membres",
      "{n} cotisations pour 1 000 membres",
    ],
    "staff per 1,000 members": [
      "{n} salarié pour 1 000 membres",
      "",
      "{n} salariés pour 1 000 membres",
      "{n} salariés pour 1 000 membres",
    ],
    "share of members": ["", "", "", "{n} des membres"],
    "share an hour": ["", "", "", "{n} par heure"],
    "share a month": ["", "", "", "{n} par mois"],
    factor: ["", "", "", "× {n}"],
    exponent: ["", "", "", "exposant {n}"],
    logits: ["", "", "", "{n} logits"],
    "log odds": ["", "", "", "{n} (log-cotes)"],
    "log units": ["", "", "", "{n} (logarithmique)"],
  },
};
