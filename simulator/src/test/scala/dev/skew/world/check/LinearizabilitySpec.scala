package dev.skew.world.check

import dev.skew.kernel.Seed
import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** The search for an order, compared with trying every order. */
class LinearizabilitySpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private implicit def whole[T]: Shrink[T] = Shrink.shrinkAny

  private val seeds = Gen.choose(0L, Long.MaxValue)

  private def agrees(seed: Long, uniqueValues: Boolean, mostSessions: Int): Boolean = {
    val random = new Seed(seed).fork("history", "small").random()
    val count = 3 + random.nextInt(10)
    val history = new SmallHistory(random, count, mostSessions, uniqueValues, 0.1)
    val truth = history.isLinearizable()
    assert(history.passes() == truth, s"seed $seed: it is $truth that this is linearizable$history")
    truth
  }

  property("small histories of unique values are judged as by trying every order") {
    forAll(seeds, minSuccessful(4000))(seed => agrees(seed, uniqueValues = true, 4))
  }

  property("small histories in which values recur are judged as by trying every order") {
    forAll(seeds, minSuccessful(4000))(seed => agrees(seed, uniqueValues = false, 4))
  }

  property("small histories in which nearly everything overlaps are judged as by every order") {
    forAll(seeds, Gen.oneOf(true, false), minSuccessful(4000))((seed, uniqueValues) =>
      agrees(seed, uniqueValues, 12)
    )
  }

  property("a register with latencies, unanswered writes and late answers is linearizable") {
    forAll(seeds, minSuccessful(300)) { seed =>
      val register = new NoisyRegister(seed, NoisyRegister.Fault.NONE)
      register.run(400)
      assert(register.broken().isEmpty, s"seed $seed: ${register.violations()}")
    }
  }

  for (fault <- NoisyRegister.Fault.values() if fault != NoisyRegister.Fault.NONE) {
    property(s"a register with a planted $fault is caught by the checks that are named after it") {
      forAll(seeds, minSuccessful(100)) { seed =>
        val register = new NoisyRegister(seed, fault)
        register.run(400)
        val broken = register.broken()
        assert(broken.contains(fault.caughtBy), s"seed $seed: $broken")
      }
    }
  }
}
