//! What waits to be decided, and who decides.

/// Who settles a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The assembly where it came up.
    Local,
    /// The general assembly of all members.
    General,
    /// A central body.
    Central,
    /// The staff, by themselves.
    Staff,
    /// The parallel institution that the locals have federated in.
    Parallel,
}

/// How far a matter reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// One local's affair, of ordinary stakes.
    Ordinary,
    /// High stakes, or an affair of several locals.
    Big,
}

impl Class {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ordinary, Self::Big];
}

/// A matter to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Where it came up.
    pub local: u32,
    /// What it is about.
    pub domain: u8,
    /// How far it reaches.
    pub class: Class,
    /// Who settles it.
    pub route: Route,
    /// A safeguard has kept it from the centre, or made it harder to take there.
    pub closed: bool,
    /// What hangs on it; mean 1.
    pub stakes: f32,
    /// 0–1.
    pub urgency: f32,
    /// Months after which it does damage.
    pub deadline: f32,
    /// What is still to be heard of it: 1 until somebody hears it.
    pub left: f32,
    /// Month in which it came up.
    pub since: u32,
    /// It is settled rightly where this uniform on [0, 1) is below the accuracy.
    pub uniform: f32,
}

/// What is to be decided.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    /// Matters not yet settled, oldest first.
    pub decisions: Vec<Decision>,
    /// Hours of each member present that reviews and votes will take of the next assembly.
    pub hours_owed: f32,
    /// Matters that wait for the next general assembly.
    pub general_backlog: f32,
    /// Matters that the staff could still settle or prepare this month.
    pub staff_left: f32,
    /// Month from which the centre may take up ordinary matters of each domain again.
    pub barred_until: [u32; super::DOMAINS_MAX],
    /// Who has divided the dues.
    pub budget: Habit,
}

/// Amounts by who decided: the assemblies of members, the seats of the centre, its staff, delegates of parallel bodies.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hands {
    /// By assemblies of locals and of all members.
    pub assemblies: f64,
    /// By holders of central seats.
    pub seats: f64,
    /// By the staff alone.
    pub staff: f64,
    /// By delegates.
    pub delegates: f64,
}

impl Hands {
    /// What the centre decided.
    pub fn centre(&self) -> f64 {
        self.seats + self.staff
    }

    /// What all decided.
    pub fn all(&self) -> f64 {
        self.assemblies + self.centre() + self.delegates
    }

    /// The place of a route.
    pub fn of(&mut self, route: Route) -> &mut f64 {
        match route {
            Route::Local | Route::General => &mut self.assemblies,
            Route::Central => &mut self.seats,
            Route::Staff => &mut self.staff,
            Route::Parallel => &mut self.delegates,
        }
    }

    /// Fades what was and adds what came.
    pub fn follow(&mut self, fade: f64, more: &Self) {
        self.assemblies = self.assemblies * fade + more.assemblies;
        self.seats = self.seats * fade + more.seats;
        self.staff = self.staff * fade + more.staff;
        self.delegates = self.delegates * fade + more.delegates;
    }
}

/// The habit of a local in one domain and class: stakes that each body has settled there, fading.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Habit {
    /// By the assembly itself, or by the general assembly.
    pub own: f32,
    /// By the standing body of the centre.
    pub body: f32,
    /// By the emergency command.
    pub command: f32,
    /// By the staff alone.
    pub staff: f32,
    /// By delegates.
    pub delegates: f32,
}

impl Habit {
    /// What was settled outside the assemblies.
    pub fn outside(&self) -> f32 {
        self.body + self.command + self.staff + self.delegates
    }

    /// Fades all of it.
    pub fn fade(&mut self, by: f32) {
        for weight in [&mut self.own, &mut self.body, &mut self.command, &mut self.staff, &mut self.delegates]
        {
            *weight *= by;
        }
    }
}
