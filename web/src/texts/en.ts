// Every word of the page. Other languages are held to this shape by the type; {words in braces} are filled in.
// What is said of numbers follows the plural rules of the language: [one, few, many, other], of which a language uses its own.

export const en = {
  language: "English",
  title: "thermidor",
  subtitle: "How organizations that win come to be run from the centre, and what can be done about it",

  nav: {
    stories: "Stories",
    bench: "Try it",
    tour: "Guided tour",
    room: "The room",
    take: "Take away",
    language: "Language",
    skip: "Skip to the results",
  },

  stories: {
    choose: "Choose a beginning",
    hint: "Each card is an organization and what happens to it. Choose one, then change something and see what becomes of hundreds like it.",
    open: "Open a scenario file …",
    default: [
      "Left in peace",
      "A thousand members, councils, committees, elections each year. Nothing happens to it from outside.",
    ],
    isolation: [
      "Three years alone",
      "Five quiet years, then three years alone in a hostile world, then twelve years of peace.",
    ],
    "red-october": [
      "Red October",
      "A party of councils takes power in 1917, stands alone, fights a civil war, starves, and is fused with the state.",
    ],
    "federation-under-siege": [
      "A federation under siege",
      "Isolation, met with allies abroad, emergency powers that expire and committees drawn by lot.",
    ],
    "victorious-movement": [
      "A movement that wins",
      "Money and responsibilities flood in for two years, and somebody has to see to them.",
    ],
    "union-with-strong-locals": [
      "A union with strong locals",
      "The locals were there before the centre and keep half of the dues. Then comes a long strike.",
    ],
    "growing-co-operative": [
      "A co-operative that grows",
      "Twenty large branches, ever more to decide, open books and committees that expire.",
    ],
    "parallel-before": [
      "Councils built before the breakthrough",
      "Co-operatives and mutual aid are built for years, and are there when victory and siege come.",
    ],
    "parallel-after": ["Councils built after it", "The same councils, but begun only when the siege is on."],
    "party-fused-with-state": [
      "A party that is the state",
      "Whoever objects to the party objects to the state. Then three years of civil war.",
    ],
    "bought-from-outside": [
      "Paid from outside",
      "A funder gives, and others try to win those who hold seats.",
    ],
    "too-many-too-fast": ["Too many, too fast", "Thousands join within half a year, then leaders are taken."],
    "splits-as-experiments": [
      "Free to leave",
      "After a siege and a quarrel some locals have had enough, and leave as allies.",
    ],
    "world-of-allies": [
      "Six allies in a ring",
      "One of six is besieged. Its allies help, and share its crisis.",
    ],
  },

  controls: {
    scenario: "The organization",
    safeguards: "Safeguards",
    safeguardsHint: "What is built in against drift. Turn one on, then open it to set its strength.",
    shocks: "What happens to it",
    shocksHint:
      "Drag a bar to another time, drag its end to make it last longer. With the keyboard: arrows move, shift and arrows make longer or shorter, delete takes it away.",
    add: "Add",
    remove: "Take away",
    strength: "Strength and details",
    more: "All other parameters",
    search: "Search for a parameter",
    reset: "Back to the story as it was",
    default: "default {value}",
    run: "Run",
    running: "Running …",
    stop: "Stop",
    auto: "Run as soon as I let go",
    cost: "about {seconds} of work",
    does: "What it does",
    costs: "What it costs",
    now: "With these numbers",
    from: "from month {month}",
    lasts: "for {months}",
    members: "Members",
    local_size: "Members in a local",
    ticks: "Months to simulate",
    organizations: "Organizations to simulate",
    seed: "Seed of all luck",
  },

  compare: {
    pin: "Pin this future",
    unpin: "Compare with nothing",
    pinned: "Pinned: {name}",
    now: "Now",
    before: "Pinned",
    sameLuck:
      "Both futures have the same luck, decision by decision: what differs is due to what you changed.",
    nothing: "Change something, and it is compared with the pinned future under the same luck.",
  },

  answer: {
    press: "Press Run to see what becomes of it.",
    fromLink: "This came with a link. Nothing runs before you press Run.",
    captured: "Of {of} organizations, {n} are captured at the end.",
    capturedBefore: "In the pinned future: {n}.",
    difference: "{points} points ({low} to {high}, 95 % interval).",
    unclear: "That could still be chance.",
    progress: "{done} of {of} organizations",
    queued: "Others are being served: {n} before you.",
    half: "Half of all are captured by month {month}.",
    what: "Captured means: for a year the centre has settled most of what is at stake, and those who hold office can hardly be removed.",
  },

  conditions: {
    self_governing: "self-governing",
    contested: "contested",
    captured: "captured",
    collapsed: "collapsed",
    split: "split",
  },

  charts: {
    fates: "What became of them",
    fatesHint: "Each square is an organization. Click one to see what happened in it.",
    fatesLabel: "{n} organizations in month {month}: {counts}. Arrow keys choose one, Enter opens it.",
    cell: "Organization {n}: {condition}",
    lookAt: "Look at organization number",
    look: "Look",
    fanHint:
      "The line is the organization in the middle, the dark band holds half of them, the light one nine in ten.",
    measure: "Measure",
    survival: "Not yet captured",
    survivalHint: "Share of the organizations that have not been captured so far, with 95 % bands.",
    benefits: "Benefits and costs",
    benefitsHint: "Now less pinned, over the whole time. A bar that crosses the line could be chance.",
    profile: "Profile",
    profileHint: "There is no single number for centralization. Click a measure to see it large.",
    months: "month",
    table: "As a table",
    month: "Month {month}",
    play: "Play",
    pause: "Pause",
    p05: "5 %",
    p25: "25 %",
    p50: "middle",
    p75: "75 %",
    p95: "95 %",
    estimate: "estimate",
    low: "low",
    high: "high",
    difference: "difference",
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
    save: "Save “{chart}” as {kind}",
  },

  effects: {
    captured_at_end: "captured at the end",
    collapsed: "collapsed",
    self_governing_at_end: "self-governing at the end",
    of100: "of 100",
    better: "better",
    worse: "worse",
    unclear: "could be chance",
    safeguard_hours: "hours for safeguards, a member and month",
    safeguard_money: "dues for safeguards, a member and month",
    quality: "quality of decisions",
    delay: "months a decision takes",
    damage: "damage, dues a member and month",
    participation: "attendance",
    legitimacy: "legitimacy",
  },

  measures: {
    central_share_stakes: "Settled by the centre",
    removability: "Chance to be rid of a bad official within a year",
    emergency: "Under emergency powers",
    influence_gini: "Inequality of influence",
    influence_seats: "Influence of those in office",
    influence_staff: "Influence of paid staff",
    deference: "Members who look to the same few",
    tenure: "Months in office",
    participation: "Attendance",
    legitimacy: "Belief that it is theirs",
    voice: "Members who speak up",
    grievance_hidden: "Grievance kept silent",
    quality: "Quality of decisions",
    delay: "Months a decision takes",
    damage: "Damage",
    membership: "Members",
  },

  safeguards: {
    rotation: [
      "Rotation and term limits",
      "After some terms in a row a seat must go to somebody else.",
      "Those who come have to learn the office; decisions are less skilled for a time.",
    ],
    lottery: [
      "Lottery",
      "Some seats are filled by lot among members who take part.",
      "Those drawn are as skilled as anybody; bodies lose experience, and the agenda can move to the staff.",
    ],
    time_bombed_committees: [
      "Time-bombed committees",
      "A committee's charter expires unless it is written anew.",
      "Writing charters takes hours, and charters can be renewed unread.",
    ],
    dissent_cycles: [
      "Dissent cycles",
      "From time to time critique has a stake: part of the budget, or of the agenda, goes to those who object.",
      "Each cycle takes hours of everybody who comes.",
    ],
    disband_days: [
      "Disband days",
      "On set days the centre pauses and the locals run everything themselves.",
      "What needs the centre has to wait.",
    ],
    transparency: [
      "Transparency",
      "Ledgers, minutes and relationships are open.",
      "Hours for keeping them open; those who speak up are seen as well.",
    ],
    emergency_sunset: [
      "Emergency sunset",
      "Emergency powers end after some months unless members vote to renew them.",
      "A vote takes hours, and in an emergency members often renew.",
    ],
    international_alliances: [
      "International alliances",
      "Allies abroad relieve the pressure of isolation.",
      "Alliances cost dues, and a crisis of an ally is felt here.",
    ],
    subsidiarity: [
      "Subsidiarity",
      "Some affairs, and a part of the money, belong to the locals.",
      "Urgent matters wait for the assembly there, even where the centre would be faster.",
    ],
    public_audit: [
      "Public audit",
      "At the end of a mandate the holder is audited in public.",
      "Audits take hours; auditors sent by the executive find nothing with their friends.",
    ],
    shadow_office: [
      "Shadow office",
      "Beside every office somebody has the task of critique, and can take it over.",
      "Each critic takes hours of the body, every month.",
    ],
    freedom_to_split: [
      "Freedom to split",
      "A local that has had enough may leave and take its money along.",
      "Those who stay have less money, and hear fewer who object.",
    ],
    recall: [
      "Recall",
      "Holders can be voted out before their mandate is over.",
      "Votes take hours, and factions can use them.",
    ],
    separation_of_party_and_state: [
      "Separation of party and state",
      "Party and state keep apart, so that dissent is not treason.",
      "What goes to the centre takes longer.",
    ],
    parallel_institutions: [
      "Parallel institutions",
      "Councils, co-operatives and mutual aid settle a part of the affairs themselves.",
      "They have to be built for years before they carry weight.",
    ],
    periodic_redesign: [
      "Periodic redesign",
      "Every few years part of the central bodies is dissolved and written anew.",
      "It takes hours of everybody who comes, and what was learned in office is lost.",
    ],
    newcomers_quota: [
      "Newcomers' quota",
      "Some seats are kept for people who never held office.",
      "Newcomers are less practised.",
    ],
    staff_rotation: [
      "Staff rotation",
      "Paid staff go after some years, too.",
      "What they knew goes with them.",
    ],
  },

  shocks: {
    isolation: ["Isolation", "The help that was hoped for does not come."],
    civil_war: ["Civil war", "A war for survival at home."],
    scarcity: ["Scarcity", "Income dries up."],
    victory: ["Victory", "Money, tasks and people flood in."],
    failed_revolutions: ["Defeat of allies", "Those who were to help are beaten."],
    surge: ["Surge of members", "Many want to join at once."],
    cooptation_campaign: ["Co-optation campaign", "Outsiders try harder to win officials."],
    loss_of_leaders: ["Loss of leaders", "Those in office are taken by the enemy."],
    windfall: ["Windfall", "A funder gives, and is soon needed."],
    internal_split: ["Quarrel of factions", "Factions are set against each other."],
  },

  organization: {
    title: "What happened in organization {n}",
    back: "Back to all organizations",
    chronicle: "Chronicle",
    people: "People and bodies",
    peopleHint:
      "Circles are members: the more listen to somebody, the larger. A line leads from who listens to whom. Filled circles hold a seat, squares are paid staff, a ring is somebody who speaks up.",
    peopleLabel:
      "Month {month}: {seats} seats are held by {holders} people; the most followed member has {followers} followers.",
    shown: "{n} members are drawn: all who hold a seat, those most listened to, and some of the others.",
    bodies: "Who sits where",
    member: "member {n}",
    english: "The chronicle is in English.",
    pinned: "Look at the same organization in the pinned future",
    now: "Look at the same organization as it is now",
    loading: "Running it once more …",
    body: ["executive", "committee {n}", "emergency command", "parallel institution"],
  },

  tour: {
    title: "Six stations",
    intro:
      "At each station, guess first. Then let hundreds of organizations find out. A guess that is made before looking is worth more than any explanation.",
    station: "Station {n} of {of}",
    next: "Next station",
    previous: "Previous station",
    yourGuess: "Of 100 such organizations, how many are captured at the end?",
    commit: "That is my guess",
    committed: "Your guess: {n} of 100.",
    reveal: "Run and see",
    result: "Simulated: {n} of 100 are captured at the end ({low} to {high}, 95 % interval).",
    resultBefore: "For comparison, {name}: {n} of 100.",
    off: "You were {n} away.",
    exact: "You were right.",
    roomGuesses: "Guesses of the room: {n}",
    roomNone: "Nobody else has guessed yet.",
    roomHidden: "The room's guesses are shown when you have made yours.",
    here: "The room is at station {n}.",
    go: "Go there",
    lead: "Bring the room here",
    open: "Change this scenario yourself",
    stations: [
      {
        title: "Does it drift by itself?",
        text: "A thousand members in twenty locals. They elect an executive and four committees each year, meet every month, and settle what comes up. Those who decide gain influence and practice; those who are listened to are listened to more. Nothing happens from outside, for twenty years.",
        before: "",
        question: "Drift is often said to be a law. How many give way to it with no push at all?",
        after:
          "By default none does. The pulls are all there, and you can see some inequality of influence, but as long as matters can be settled where they come up, the locals hold their own. Drift is not a law here; it needs an occasion.",
      },
      {
        title: "Alone",
        text: "The same organization. After five quiet years the help it counted on does not come: three years of isolation, with threat and with less money. Then it is over, and twelve years of peace follow.",
        before: "left in peace",
        question: "The siege has been over for twelve years. How many are captured at the end?",
        after:
          "In an emergency matters go where they are settled fast: to the centre. What was decided there once is decided there again, those who hold office gain practice, fewer come to assemblies with nothing to decide. When the siege is over, the reasons for it are gone and the habits are not.",
      },
      {
        title: "Powers that expire",
        text: "Once more three years of isolation. This time emergency powers end after six months, unless members vote to renew them.",
        before: "without the rule",
        question: "How many are captured now?",
        after:
          "Fewer, but not few. While the threat is real, members renew. A deadline ends powers that nobody defends; it does not undo the habits that grew under them.",
      },
      {
        title: "A rule on paper",
        text: "Again the isolation. Every committee's charter expires after a year and has to be written anew. Where that is done in earnest, hardly any organization is captured. But here it is a formality: ninety-seven times in a hundred the charter is renewed unread.",
        before: "charters that are really written anew",
        question: "The rule is the same, its practice is not. How many are captured?",
        after:
          "A rule that is followed as a form is worse than none here: its reviews take hours from the assemblies, and nothing ends. Whoever proposes a safeguard should say who will refuse to sign.",
      },
      {
        title: "Voting them out, or drawing lots",
        text: "The isolation once more, and two proposals. One is a lottery: half of all seats are filled by lot. The other is recall: members can vote holders out before their mandate is over.",
        before: "half of the seats by lot",
        question: "With recall instead of the lottery, how many are captured?",
        after:
          "Recall sounds stronger, and here it is worse than nothing: without either rule fewer would be captured. Its ballots take hours from assemblies that have few to spare, so more goes to the centre; and under emergency powers, when it would matter most, no vote is held. With ballots that take no time the harm is nearly gone: try it. A lot takes nobody's hours. It has its own price: bodies decide with less experience.",
      },
      {
        title: "Before or after",
        text: "A movement wins, and is besieged soon after. It has councils, co-operatives and mutual aid of its own. In one world they were built for years before the breakthrough; in the other they are begun when the siege is on.",
        before: "built before the breakthrough",
        question: "Begun a year after victory, in the middle of the siege: how many are captured?",
        after:
          "What is to carry weight in a crisis has to stand before it comes. The same councils, begun late, meet habits that are formed already. Safeguards belong into the plan for winning, not into the one for afterwards.",
      },
    ],
  },

  room: {
    title: "The room",
    join: "Open this address on a phone in the same network, or scan the code.",
    closed: "Only this machine can open the page. Start it with “thermidor serve --room” to let others in.",
    people: "Guesses at each station",
    clear: "Forget all guesses",
    qr: "QR code of the address",
  },

  take: {
    title: "Take away",
    link: "A link that holds the whole scenario",
    linkHint:
      "It is in the address itself and stored nowhere. Whoever opens it sees the scenario; nothing runs before they press Run.",
    copy: "Copy",
    copied: "Copied.",
    file: "The scenario file",
    fileHint: "For “thermidor run”, to get the same numbers anywhere.",
    report: "The report",
    reportHint: "One page with charts, tables and everything that was assumed. It needs no network.",
    download: "Download",
    making: "Being made …",
    charts: "Every chart can be saved by the buttons below it.",
  },

  errors: {
    title: "That does not work",
    network: "The server does not answer. Is it still running?",
    link: "This link is damaged; the scenario in it cannot be read.",
    again: "Try again",
  },

  units: {
    months: ["{n} month", "", "", "{n} months"],
    years: ["{n} year", "", "", "{n} years"],
    seconds: ["{n} second", "", "", "{n} seconds"],
  },
};

/** The shape of a text: the same keys, any words. */
type Words<T> = T extends string ? string : { [K in keyof T]: Words<T[K]> };
export type Texts = Words<typeof en>;
