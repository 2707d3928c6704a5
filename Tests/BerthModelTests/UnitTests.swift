import BerthModel
import Testing
import TestSupport

/// The code of the error that `body` throws; a test fails when there is none.
func refusal(_ body: () throws -> Void) -> ErrorCode? {
    do {
        try body()
        return nil
    } catch let error as BerthError {
        return error.code
    } catch {
        return .internalFault
    }
}

@Suite("Power")
struct WattsTests {
    @Test(
        "powers are read exactly",
        arguments: [
            ("850 W", 850_000), ("850W", 850_000), (" 9.6kW ", 9_600_000), ("1.2 MW", 1_200_000_000), ("1.3 GW", 1_300_000_000_000),
            ("0 W", 0),
            ("0.001 W", 1), ("500 mW", 500), ("1000 GW", 1_000_000_000_000_000),
        ] as [(String, Int64)])
    func reads(text: String, milliwatts: Int64) throws {
        #expect(try Watts(parsing: text).milliwatts == milliwatts)
    }

    @Test(
        "a power without a unit, with a wrong one, with a sign, or beyond any site is refused",
        arguments: [
            "", " ", "850", "W", "-5 W", "+5 W", "5 w", "5 watts", "1e3 W", "1.2.3 W", ".5 W", "5. W", "0.0001 W", "1001 GW",
            "9223372036854775807 W",
            "99999999999999999999 W", "٣ W", "5 W W", "1,5 kW",
        ])
    func refuses(text: String) {
        #expect(refusal { _ = try Watts(parsing: text) } == .invalidQuantity)
    }

    @Test("the message names the text and the units")
    func message() {
        let error = #expect(throws: BerthError.self) { try Watts(parsing: "5 hp") }
        #expect(error?.message.contains("5 hp") == true)
        #expect(error?.message.contains("kW") == true)
    }

    @Test("reserved figures round up and free ones down, also below zero")
    func rounding() {
        #expect(Watts(milliwatts: 1).roundedUp == 1)
        #expect(Watts(milliwatts: 1000).roundedUp == 1)
        #expect(Watts(milliwatts: 1999).roundedDown == 1)
        #expect(Watts(milliwatts: -1).roundedDown == -1)
        #expect(Watts(milliwatts: -1).roundedUp == 0)
        #expect(Watts(milliwatts: -1000).roundedDown == -1)
    }

    @Test("a rounded figure is never on the wrong side of the true one")
    func roundingSides() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let power = Watts(milliwatts: Int64.random(in: -1_000_000...1_000_000, using: &random))
            #expect(Watts(power.roundedUp) >= power && Watts(power.roundedUp - 1) < power)
            #expect(Watts(power.roundedDown) <= power && Watts(power.roundedDown + 1) > power)
        }
    }

    @Test(
        "powers are shown in the largest unit that keeps a whole part",
        arguments: [
            (0, "0 W"), (850_000, "850 W"), (1_500, "1.5 W"), (9_600_000, "9.6 kW"), (1_200_000_000, "1.2 MW"),
            (1_300_000_000_000, "1.3 GW"),
            (999_999, "999.9 W"), (-2_000_000, "-2 kW"),
        ] as [(Int64, String)])
    func shows(milliwatts: Int64, text: String) {
        #expect(Watts(milliwatts: milliwatts).description == text)
    }

    @Test("what is shown can be read back, and is off by less than its last place")
    func readsWhatItShows() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            let power = Watts(milliwatts: Int64.random(in: 0...2_000_000_000_000, using: &random))
            let shown = try Watts(parsing: power.description)
            #expect(shown <= power)
            #expect((power - shown).milliwatts * 1000 <= max(power.milliwatts, 100_000))
        }
    }
}

@Suite("Memory")
struct BytesTests {
    @Test(
        "memory sizes are read in both families of units",
        arguments: [
            ("64 GiB", 64 << 30), ("36Gi", 36 << 30), ("1024 MiB", 1 << 30), ("1.5 GiB", 3 << 29), ("2 TB", 2_000_000_000_000), ("1 B", 1),
            ("0 B", 0),
        ] as [(String, Int64)])
    func reads(text: String, count: Int64) throws {
        #expect(try Bytes(parsing: text).count == count)
    }

    @Test(
        "a memory size without a unit, with a fraction of a byte, or too large is refused",
        arguments: ["64", "64 gib", "0.5 B", "-1 GiB", "99999999999 TiB", "GiB", "1 G"])
    func refuses(text: String) {
        #expect(refusal { _ = try Bytes(parsing: text) } == .invalidQuantity)
    }

    @Test("a claim takes whole MiB rounded up, a node offers them rounded down, up to the largest size")
    func rounding() {
        #expect(Bytes((1 << 20) + 1).mebibytesRoundedUp == 2)
        #expect(Bytes((1 << 20) + 1).mebibytesRoundedDown == 1)
        #expect(Bytes(1 << 20).mebibytesRoundedUp == 1)
        #expect(Bytes.zero.mebibytesRoundedUp == 0)
        #expect(Bytes(.max).mebibytesRoundedUp == (1 << 43))
        #expect(Bytes(.max).mebibytesRoundedDown == (1 << 43) - 1)
    }

    @Test(
        "memory sizes are shown in binary units",
        arguments: [(512, "512 B"), (1 << 20, "1 MiB"), (3 << 29, "1.5 GiB"), (2 << 40, "2 TiB"), (1023, "1023 B")] as [(Int64, String)])
    func shows(count: Int64, text: String) {
        #expect(Bytes(count).description == text)
    }
}

@Suite("Cores")
struct CoreShareTests {
    @Test(
        "cores are whole numbers or eighths of one, rounded up",
        arguments: [
            ("1", 8), ("8", 64), ("4096", 32768), ("0.125", 1), ("0.25", 2), ("0.1", 1), ("0.13", 2), ("0.999", 8), ("0.5", 4), ("3.0", 24),
        ])
    func reads(text: String, eighths: Int) throws {
        #expect(try CoreShare(parsing: text).eighths == eighths)
    }

    @Test(
        "a part beyond one core, none at all, a sign or too many is refused",
        arguments: ["1.5", "0", "0.0", "", "-1", "-0.5", "+1", "0.+5", "0.1234", "4097", ".5", "1.", "one", "1e2", "99999999999999999999"])
    func refuses(text: String) {
        #expect(refusal { _ = try CoreShare(parsing: text) } == .invalidQuantity)
    }

    @Test("a job may ask for a part of one core or for whole cores")
    func requestable() {
        for eighths in 1...40 {
            #expect(CoreShare(eighths: eighths).isRequestable == (eighths < 8 || eighths.isMultiple(of: 8)))
        }
        #expect(!CoreShare.zero.isRequestable)
        #expect(CoreShare(eighths: 3).description == "0.375")
        #expect(CoreShare.cores(12).description == "12")
    }
}
