package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.List;

/** What can happen to a member. */
public sealed interface RaftInput {

  void accept(Handler handler);

  /** One method per kind. */
  interface Handler {
    void onTick(Tick input);

    void onReceive(Receive input);

    void onPropose(Propose input);

    void onProposeChange(ProposeChange input);

    void onReadIndex(ReadIndex input);

    void onTransferLeadership(TransferLeadership input);

    void onPeerUnreachable(PeerUnreachable input);

    void onSnapshotSent(SnapshotSent input);

    void onApplied(Applied input);

    void onCompact(Compact input);

    void onCampaign(Campaign input);

    void onResign(Resign input);
  }

  /** One tick of the node's own clock went by: 100 ms with etcd's defaults. */
  record Tick() implements RaftInput {

    public static final Tick INSTANCE = new Tick();

    @Override
    public void accept(Handler handler) {
      handler.onTick(this);
    }
  }

  /** A message arrived. */
  record Receive(NodeId from, RaftMessage message) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onReceive(this);
    }
  }

  /**
   * Commands to append, passed on to the leader if that is another member. etcd's loop takes no
   * proposal, its own or a forwarded one, while the member knows no leader: they wait in a queue
   * without the client's deadline and may be appended long after the client gave up. A shell does
   * the same by holding {@code Propose}, {@code ProposeChange} and received {@link
   * RaftMessage.ForwardProposal}s back while {@link RaftState#hasLeader()} is false; what it hands
   * in all the same is dropped.
   */
  record Propose(List<Payload> payloads) implements RaftInput {

    public Propose {
      payloads = List.copyOf(payloads);
      if (payloads.isEmpty()) {
        throw new IllegalArgumentException("a proposal needs at least one command");
      }
    }

    public static Propose of(Command command) {
      return new Propose(List.of(command));
    }

    @Override
    public void accept(Handler handler) {
      handler.onPropose(this);
    }
  }

  /** A change of membership to append, passed on as a proposal is. */
  record ProposeChange(MembershipChange change) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onProposeChange(this);
    }
  }

  /**
   * Asks for an index that a linearizable read has to wait for ({@link RaftEffect.ReadReady}). A
   * read that finds no leader, or a leader that does not answer, gets no reply at all: the shell
   * times out and asks again.
   *
   * @param context not 0, unique in the cluster and over restarts
   */
  record ReadIndex(long context) implements RaftInput {

    public ReadIndex {
      if (context == 0) {
        throw new IllegalArgumentException("a read's context must not be 0");
      }
    }

    @Override
    public void accept(Handler handler) {
      handler.onReadIndex(this);
    }
  }

  /** An operator wants another leader. */
  record TransferLeadership(NodeId to) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onTransferLeadership(this);
    }
  }

  /** The transport could not send to a peer. */
  record PeerUnreachable(NodeId peer) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onPeerUnreachable(this);
    }
  }

  /** The transport is done with a snapshot: it arrived, or it did not. */
  record SnapshotSent(NodeId peer, boolean arrived) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onSnapshotSent(this);
    }
  }

  /**
   * Everything up to an index is with the state machine: etcd's {@code Advance}. Changes of
   * membership up to there take effect now.
   */
  record Applied(long index) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onApplied(this);
    }
  }

  /**
   * The shell has made a snapshot durable, because of {@link RaftEffect.SnapshotDue} or for reasons
   * of its own; {@link RaftState#snapshotOf} makes one of what is applied. Older entries go, except
   * those that the settings keep for slow followers.
   */
  record Compact(Snapshot snapshot) implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onCompact(this);
    }
  }

  /** Campaign without waiting for the timeout; for tests and tools. */
  record Campaign() implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onCampaign(this);
    }
  }

  /**
   * Lead no more, in the middle of the term. etcd has no such thing; a shell that has proof of
   * another leader in the same term hands it in, since nothing that either commits is safe then.
   */
  record Resign() implements RaftInput {

    @Override
    public void accept(Handler handler) {
      handler.onResign(this);
    }
  }
}
