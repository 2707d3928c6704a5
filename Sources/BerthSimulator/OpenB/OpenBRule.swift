/// Rules of placement that a list of openb can be replayed by.
package enum OpenBRule: String, CaseIterable, Sendable {
    /// The rule of this project, which learns from what arrives.
    case learnt
    /// Least fragmentation, as published (FGD, ATC 2023).
    case fgd
    case firstFit = "first-fit"
}
