package dev.skew.world.replica

import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** Sets of transactions are sets, and what is written of them can be read. */
class GtidSetSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private val set: Gen[GtidSet] =
    Gen
      .mapOf(Gen.zip(Gen.choose(0, 4).map("mysql-" + _), Gen.choose(1L, 50L)))
      .map(last => GtidSet.parse(last.toSeq.sorted.map { case (server, n) => s"$server:1-$n" }.mkString(",")))
  private val gtid: Gen[Gtid] =
    Gen.zip(Gen.choose(0, 4).map("mysql-" + _), Gen.choose(1L, 60L)).map { case (s, n) => new Gtid(s, n) }

  property("what is written can be read back") {
    forAll(set)(one => assert(GtidSet.parse(one.toString) == one))
  }

  property("a union holds what is in either and nothing else") {
    forAll(set, set, gtid) { (one, other, each) =>
      assert(one.union(other).contains(each) == (one.contains(each) || other.contains(each)))
      assert(one.union(other) == other.union(one))
    }
  }

  property("a set contains all of another when none of it lies outside") {
    forAll(set, set) { (one, other) =>
      assert(one.union(other).containsAll(one))
      assert(one.containsAll(other) == (other.countOutside(one) == 0))
      assert(one.union(other).countOutside(one) == other.countOutside(one))
    }
  }

  property("with one more transaction a set is larger by one") {
    forAll(set, Gen.choose(0, 4)) { (one, server) =>
      val next = new Gtid("mysql-" + server, one.lastOf("mysql-" + server) + 1)
      assert(one.`with`(next).countOutside(one) == 1)
    }
  }
}
