package dev.skew.world.quorum

import dev.skew.world.clock.HybridTimestamp
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** Rows are semilattices: in whatever order and however often versions meet, the end is the same. */
class RowSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private val stamped: Gen[Row] =
    for {
      wall <- Gen.choose(1L, 3L)
      logical <- Gen.choose(0, 1)
      writer <- Gen.choose(0, 2)
      value <- Gen.oneOf(Option("x"), Option("y"), Option.empty[String])
    } yield new StampedRow(
      new HybridTimestamp(wall, logical),
      new StampedRow.Origin(writer, false),
      value.orNull,
      10
    )

  /** Three rows as three replicas of one key reach them: own writes, and rows of others merged in. */
  private def histories(empty: Row)(act: (Row, Int, Int, Boolean) => Row): Gen[List[Row]] = {
    val moves = Gen.listOfN(
      12,
      Gen.zip(Gen.choose(0, 2), Gen.oneOf(true, false), Gen.choose(0, 2), Gen.oneOf(true, false))
    )
    moves.map { moves =>
      val rows = Array.fill(3)(empty)
      moves.zipWithIndex.foreach { case ((replica, writes, other, informed), i) =>
        rows(replica) =
          if (writes) act(rows(replica), replica, i, informed)
          else rows(replica).merge(rows(other))
      }
      rows.toList
    }
  }

  private val siblings: Gen[List[Row]] = histories(SiblingRow.EMPTY) {
    (row, replica, i, informed) =>
      val standing = row.asInstanceOf[SiblingRow]
      val seen =
        if (informed) CausalContext.withClock("", "k", standing.context) else ""
      val mutation = new Mutation("k", if (i % 5 == 4) null else s"v$i", 10, seen)
      mutation.siblings(standing, replica, i + 1L, i.toLong)
  }

  private val mergeable: Gen[List[Row]] = histories(CrdtRow.EMPTY) { (row, replica, i, informed) =>
    val value =
      if (informed) s"+$i" else if (i % 3 == 0) s"remove v${i % 4}" else s"add v${i % 4}"
    new Mutation("k", value, 10, "").merged(row.asInstanceOf[CrdtRow], replica, i + 1L, i.toLong)
  }

  private def same(a: Row, b: Row): Boolean = a.hash == b.hash && a.values == b.values

  private def laws(a: Row, b: Row, c: Row): Unit = {
    assert(same(a.merge(b), b.merge(a)))
    assert(same(a.merge(b).merge(c), a.merge(b.merge(c))))
    assert(a.merge(a) eq a)
    val both = a.merge(b)
    assert(same(both.merge(a), both))
    assert(both.merge(a) eq both)
    ()
  }

  property("stamped rows") {
    forAll(stamped, stamped, stamped)((a, b, c) => laws(a, b, c))
  }

  property("rows with siblings") {
    forAll(siblings)(rows => laws(rows(0), rows(1), rows(2)))
  }

  property("rows that merge by themselves") {
    forAll(mergeable)(rows => laws(rows(0), rows(1), rows(2)))
  }
}
