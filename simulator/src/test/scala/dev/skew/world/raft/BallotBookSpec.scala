package dev.skew.world.raft

import dev.skew.world.raft.BallotBook.Ballot
import dev.skew.world.topology.NodeId
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks
import scala.jdk.CollectionConverters._

/** Ballots come in any order, late, twice and not at all: what they prove does not depend on it. */
class BallotBookSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private val terms = 12L

  private val member: Gen[NodeId] = Gen.choose(0, 6).map(index => new NodeId(index, s"etcd-$index"))

  /** Whom each member votes for in each term, once. */
  private val honest: Gen[List[Ballot]] =
    Gen.zip(Gen.listOf(Gen.zip(Gen.choose(1L, terms), member, member)), Gen.choose(1, 3)).map {
      case (votes, times) =>
        val once = votes.distinctBy { case (term, voter, _) => (term, voter) }
        List.fill(times)(once.map { case (term, voter, candidate) =>
          new Ballot(term, voter, candidate)
        }).flatten
    }

  private def shuffled(ballots: List[Ballot], seed: Long): List[Ballot] =
    new scala.util.Random(seed).shuffle(ballots)

  property("whoever votes once in a term is never accused") {
    forAll(honest, Gen.long) { (ballots, seed) =>
      val book = new BallotBook

      shuffled(ballots, seed).foreach(book.enter(_))

      assert(book.proofs().isEmpty)
    }
  }

  property("whoever votes twice in a term is accused, and nobody else") {
    forAll(honest.suchThat(_.nonEmpty), member, Gen.long) { (ballots, other, seed) =>
      whenever(!ballots.head.candidate().equals(other)) {
        val lie = new Ballot(ballots.head.term(), ballots.head.voter(), other)
        val book = new BallotBook

        shuffled(lie :: ballots, seed).foreach(book.enter(_))

        assert(book.proofs().asScala.map(_.voter()).toList == List(lie.voter()))
        assert(book.proofs().get(0).ballots().asScala.toSet == Set(lie, ballots.head))
      }
    }
  }
}
