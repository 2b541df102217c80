package dev.skew.world.raft;

import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Something that etcd would log: for traces, logs and counters; nothing has to be done. */
public sealed interface RaftNotice extends RaftEffect {

  /** In kebab-case, as it stands in trace files. */
  String kind();

  void describe(TraceFields fields);

  /** A follower, candidate or leader became something else. */
  record RoleChanged(Role from, Role to, long term) implements RaftNotice {

    @Override
    public String kind() {
      return "role-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("from", from.label()).put("role", to.label()).put("term", term);
    }
  }

  /** The term rose. */
  record TermChanged(long from, long to) implements RaftNotice {

    @Override
    public String kind() {
      return "term-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("from", from).put("term", to);
    }
  }

  /** The member knows another leader than before, or none. */
  record LeaderChanged(@Nullable NodeId from, @Nullable NodeId to, long term)
      implements RaftNotice {

    @Override
    public String kind() {
      return "leader-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("from", from == null ? "" : from.name())
          .put("leader", to == null ? "" : to.name())
          .put("term", term);
    }
  }

  /** The timeout passed, or a leader asked: the member begins a campaign from this term. */
  record CampaignStarted(long term, boolean preVote, boolean transfer) implements RaftNotice {

    @Override
    public String kind() {
      return "campaign-started";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("pre-vote", preVote).put("transfer", transfer);
    }
  }

  /** A vote was granted or refused. */
  record VoteDecided(NodeId candidate, long term, boolean granted) implements RaftNotice {

    @Override
    public String kind() {
      return "vote-decided";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("candidate", candidate.name()).put("term", term).put("granted", granted);
    }
  }

  /** A candidate was not even answered, because the leader was heard too lately (thesis §4.2.3). */
  record VoteIgnored(NodeId candidate, long term, int remainingTicks) implements RaftNotice {

    @Override
    public String kind() {
      return "vote-ignored";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("candidate", candidate.name())
          .put("term", term)
          .put("remaining-ticks", remainingTicks);
    }
  }

  /** A leader heard no majority for an election timeout and steps down. */
  record QuorumLost(long term) implements RaftNotice {

    @Override
    public String kind() {
      return "quorum-lost";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term);
    }
  }

  /** A change of membership was appended as an empty entry, because another is still underway. */
  record ChangeRefused(MembershipChange change, long pendingIndex) implements RaftNotice {

    @Override
    public String kind() {
      return "change-refused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("change", change.kind().label())
          .put("node", change.node().name())
          .put("pending-index", pendingIndex);
    }
  }

  /** A leadership transfer began, or was given up. */
  record TransferChanged(NodeId to, boolean started) implements RaftNotice {

    @Override
    public String kind() {
      return "transfer-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("to", to.name()).put("started", started);
    }
  }

  /** A read will get no answer: no leader is known, or it has committed nothing in its term. */
  record ReadDropped(long context) implements RaftNotice {

    @Override
    public String kind() {
      return "read-dropped";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("context", context);
    }
  }
}
