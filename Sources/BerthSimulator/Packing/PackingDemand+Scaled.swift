extension PackingDemand {
    /// The same pods asking for more CPU: a mix in which CPU is the scarce resource.
    /// - Parameters:
    ///   - percent: of what pods with GPUs ask for.
    ///   - cpuOnlyPercent: of what pods without ask for.
    ///   - cpuMilliMax: what no pod asks more than: some node should still hold it.
    package func scaled(percent: Int, cpuOnlyPercent: Int, cpuMilliMax: Int32) -> PackingDemand {
        var demand = self
        for index in demand.specs.indices {
            let scale = Int64(demand.specs[index].gpuCount == 0 ? cpuOnlyPercent : percent)
            let asked = Int64(demand.specs[index].cpuMilli)
            demand.specs[index].cpuMilli = max(demand.specs[index].cpuMilli, Int32(clamping: min(Int64(cpuMilliMax), asked * scale / 100)))
        }
        return demand
    }

    /// The same pods with CPU rounded up to steps, as what counts no finer sees them.
    package func rounded(cpuMilliStep: Int32) -> PackingDemand {
        var demand = self
        for index in demand.specs.indices {
            demand.specs[index].cpuMilli = (demand.specs[index].cpuMilli + cpuMilliStep - 1) / cpuMilliStep * cpuMilliStep
        }
        return demand
    }
}
