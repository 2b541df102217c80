package dev.skew.world.fault;

import dev.skew.world.fault.FaultTargets.Member;
import java.time.Duration;

/** What an operator does to the consensus group; none of it is a fault. */
public sealed interface RaftAct extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onRaft(this);
  }

  @Override
  default boolean isRemedy() {
    return true;
  }

  /** Why it cannot be done to somebody who is no member of the group. */
  String refusalOf(Member stranger);

  /** {@code etcdctl move-leader}, given the leader's endpoint; it is about the next leader. */
  record MoveLeader() implements RaftAct {

    /** What etcd says ({@code ErrBadLeaderTransferee}). */
    @Override
    public String refusalOf(Member stranger) {
      return "etcdserver: bad leader transferee";
    }
  }

  /**
   * A partition is to be the cluster. One that has a quorum and a leader stays what it is, and the
   * members outside it are stopped, so that none of them believes that it leads or answers from old
   * data.
   *
   * @param force although there is no quorum: the members are started as a new cluster from the
   *     data of the most advanced of them ({@code etcd --force-new-cluster}), and nobody else is
   *     asked or stopped
   */
  record Promote(boolean force) implements RaftAct {

    @Override
    public String refusalOf(Member stranger) {
      return RaftAct.noMember(stranger);
    }
  }

  /**
   * A member that belonged to another partition gets the leader's data and is started: {@code
   * etcdctl member remove}, {@code member add}, and an empty data directory.
   */
  record Rejoin() implements RaftAct {

    @Override
    public String refusalOf(Member stranger) {
      return RaftAct.noMember(stranger);
    }
  }

  /**
   * Writes that a member's WAL holds and that the leader's log contradicts are asked for again,
   * each as long as nobody has changed its key since.
   */
  record ReplayWal() implements RaftAct {

    @Override
    public String refusalOf(Member stranger) {
      return RaftAct.noMember(stranger);
    }
  }

  private static String noMember(Member stranger) {
    return stranger.id() + " is a " + stranger.role() + " and no member of the consensus group";
  }

  /**
   * {@code kill -TERM 1} in the container of a member that believes it leads: it hands the
   * leadership over, ends, and is started again.
   *
   * @param down how long after its end it is started
   */
  record StepDown(Duration down) implements RaftAct {

    public StepDown {
      Ranges.notNegative("down", down);
    }

    @Override
    public String refusalOf(Member stranger) {
      return RaftAct.noMember(stranger);
    }
  }

  /** {@code etcdctl member add}, and the new member's process is started. */
  record AddMember() implements RaftAct {

    @Override
    public String refusalOf(Member stranger) {
      return stranger.id() + " is a " + stranger.role() + " and can be no member";
    }
  }

  /** {@code etcdctl member remove}. */
  record RemoveMember() implements RaftAct {

    /** What etcd says ({@code ErrMemberNotFound}). */
    @Override
    public String refusalOf(Member stranger) {
      return "etcdserver: member not found";
    }
  }
}
