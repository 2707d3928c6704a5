import BerthAPI
import BerthModel
import BerthPolicy

extension WhyView {
    init(_ explanation: Explanation) {
        let count = explanation.blockers.count
        let state = explanation.state.rawValue
        let standing =
            switch count {
            case 0: "is \(state)"
            case 1: "is \(state), and one thing is in its way"
            default: "is \(state), and \(count) things are in its way; all must clear"
            }
        self.init(
            id: "\(explanation.job)", state: state, summary: "job \(explanation.job) (\(explanation.request)) \(standing)",
            blockers: explanation.blockers.map(BlockerView.init), cleared: explanation.clear, change: explanation.change,
            sequence: explanation.sequence)
    }
}
