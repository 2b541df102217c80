package dev.skew.world.raft;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** What members say to each other. The sender is not part of it: the transport knows it. */
public sealed interface RaftMessage extends WireMessage {

  /** Framing and the fixed fields of etcd's message, about as protobuf encodes them. */
  int HEADER_BYTES = 48;

  /** The sender's term; 0 for requests that are passed on to whoever leads. */
  long term();

  void accept(Handler handler);

  @Override
  default int sizeBytes() {
    return HEADER_BYTES;
  }

  /** One method per kind. */
  interface Handler {
    void onVoteRequest(VoteRequest message);

    void onVoteResponse(VoteResponse message);

    void onPreVoteRequest(PreVoteRequest message);

    void onPreVoteResponse(PreVoteResponse message);

    void onAppendEntries(AppendEntries message);

    void onAppendResponse(AppendResponse message);

    void onHeartbeat(Heartbeat message);

    void onHeartbeatResponse(HeartbeatResponse message);

    void onInstallSnapshot(InstallSnapshot message);

    void onTimeoutNow(TimeoutNow message);

    void onForwardProposal(ForwardProposal message);

    void onForwardTransfer(ForwardTransfer message);

    void onReadIndexRequest(ReadIndexRequest message);

    void onReadIndexResponse(ReadIndexResponse message);
  }

  /**
   * Asks for a vote (paper §5.2, §5.4.1).
   *
   * @param transfer the candidate campaigns because its leader told it to, so leases do not count
   *     (thesis §4.2.3)
   */
  record VoteRequest(long term, long lastIndex, long lastTerm, boolean transfer)
      implements RaftMessage {

    @Override
    public String kind() {
      return "vote-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("term", term)
          .put("last-index", lastIndex)
          .put("last-term", lastTerm)
          .put("transfer", transfer);
    }

    @Override
    public void accept(Handler handler) {
      handler.onVoteRequest(this);
    }
  }

  /** Answers a {@link VoteRequest}. */
  record VoteResponse(long term, boolean granted) implements RaftMessage {

    @Override
    public String kind() {
      return "vote-response";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("granted", granted);
    }

    @Override
    public void accept(Handler handler) {
      handler.onVoteResponse(this);
    }
  }

  /**
   * Asks whether a vote would be granted (thesis §9.6).
   *
   * @param term the term that the sender would campaign in, one above its own
   */
  record PreVoteRequest(long term, long lastIndex, long lastTerm) implements RaftMessage {

    @Override
    public String kind() {
      return "pre-vote-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("last-index", lastIndex).put("last-term", lastTerm);
    }

    @Override
    public void accept(Handler handler) {
      handler.onPreVoteRequest(this);
    }
  }

  /**
   * Answers a {@link PreVoteRequest}.
   *
   * @param term the term asked for when granted, the sender's own when not
   */
  record PreVoteResponse(long term, boolean granted) implements RaftMessage {

    @Override
    public String kind() {
      return "pre-vote-response";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("granted", granted);
    }

    @Override
    public void accept(Handler handler) {
      handler.onPreVoteResponse(this);
    }
  }

  /**
   * Carries entries and the commit index (paper §5.3).
   *
   * @param previousIndex index before the first entry
   * @param previousTerm term of the entry there
   * @param commit the leader's commit index
   */
  record AppendEntries(
      long term, long previousIndex, long previousTerm, long commit, EntryList entries)
      implements RaftMessage {

    @Override
    public String kind() {
      return "append-entries";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + entries.sizeBytes();
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("term", term)
          .put("previous-index", previousIndex)
          .put("previous-term", previousTerm)
          .put("commit", commit)
          .put("entries", entries.size());
    }

    @Override
    public void accept(Handler handler) {
      handler.onAppendEntries(this);
    }
  }

  /**
   * Answers {@link AppendEntries} and {@link InstallSnapshot}; with a higher term it also tells a
   * leader of old that it leads no more.
   *
   * @param index last index that now agrees with the leader's log; when rejected, the one that did
   *     not
   * @param rejected the entry before the first was missing or had another term
   * @param hintIndex when rejected, where to try next
   * @param hintTerm when rejected, the term there; 0 from 3.4
   */
  record AppendResponse(long term, long index, boolean rejected, long hintIndex, long hintTerm)
      implements RaftMessage {

    static AppendResponse accepted(long term, long index) {
      return new AppendResponse(term, index, false, 0, 0);
    }

    @Override
    public String kind() {
      return "append-response";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("index", index).put("rejected", rejected);
      if (rejected) {
        fields.put("hint-index", hintIndex).put("hint-term", hintTerm);
      }
    }

    @Override
    public void accept(Handler handler) {
      handler.onAppendResponse(this);
    }
  }

  /**
   * Keeps followers from campaigning.
   *
   * @param commit the leader's commit index, as far as this follower is known to hold the log
   * @param readContext the newest read that waits for a quorum, 0 when none does
   * @param sentTick the leader's own tick count, which the answer gives back: what a lease counts
   *     from
   */
  record Heartbeat(long term, long commit, long readContext, long sentTick) implements RaftMessage {

    @Override
    public String kind() {
      return "heartbeat";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("commit", commit).put("read-context", readContext);
    }

    @Override
    public void accept(Handler handler) {
      handler.onHeartbeat(this);
    }
  }

  /** Answers a {@link Heartbeat}, giving back what identified it. */
  record HeartbeatResponse(long term, long readContext, long sentTick) implements RaftMessage {

    @Override
    public String kind() {
      return "heartbeat-response";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("read-context", readContext);
    }

    @Override
    public void accept(Handler handler) {
      handler.onHeartbeatResponse(this);
    }
  }

  /** Replaces the log of a follower that is behind what the leader still holds (paper §7). */
  record InstallSnapshot(long term, Snapshot snapshot) implements RaftMessage {

    @Override
    public String kind() {
      return "install-snapshot";
    }

    @Override
    public int sizeBytes() {
      return (int) Math.min(Integer.MAX_VALUE, HEADER_BYTES + snapshot.image().sizeBytes());
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("term", term)
          .put("snapshot-index", snapshot.index())
          .put("snapshot-term", snapshot.term());
    }

    @Override
    public void accept(Handler handler) {
      handler.onInstallSnapshot(this);
    }
  }

  /** Tells the target of a leadership transfer to campaign at once (thesis §3.10). */
  record TimeoutNow(long term) implements RaftMessage {

    @Override
    public String kind() {
      return "timeout-now";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term);
    }

    @Override
    public void accept(Handler handler) {
      handler.onTimeoutNow(this);
    }
  }

  /** Passes a proposal on to the leader. It has no term: it holds for whoever leads. */
  record ForwardProposal(List<Payload> payloads) implements RaftMessage {

    public ForwardProposal {
      payloads = List.copyOf(payloads);
    }

    @Override
    public long term() {
      return 0;
    }

    @Override
    public String kind() {
      return "forward-proposal";
    }

    @Override
    public int sizeBytes() {
      int bytes = HEADER_BYTES;
      for (Payload payload : payloads) {
        bytes += Entry.HEADER_BYTES + payload.sizeBytes();
      }
      return bytes;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("entries", payloads.size());
      for (Payload payload : payloads) {
        fields.put("fingerprint", payload.fingerprint());
      }
    }

    @Override
    public void accept(Handler handler) {
      handler.onForwardProposal(this);
    }
  }

  /** Passes a wish for another leader on to the present one. */
  record ForwardTransfer(NodeId to) implements RaftMessage {

    @Override
    public long term() {
      return 0;
    }

    @Override
    public String kind() {
      return "forward-transfer";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("to", to.name());
    }

    @Override
    public void accept(Handler handler) {
      handler.onForwardTransfer(this);
    }
  }

  /** Asks the leader up to where a read must wait (thesis §6.4). */
  record ReadIndexRequest(long context) implements RaftMessage {

    @Override
    public long term() {
      return 0;
    }

    @Override
    public String kind() {
      return "read-index-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("context", context);
    }

    @Override
    public void accept(Handler handler) {
      handler.onReadIndexRequest(this);
    }
  }

  /** Answers a {@link ReadIndexRequest}. */
  record ReadIndexResponse(long term, long context, long index) implements RaftMessage {

    @Override
    public String kind() {
      return "read-index-response";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("term", term).put("context", context).put("index", index);
    }

    @Override
    public void accept(Handler handler) {
      handler.onReadIndexResponse(this);
    }
  }
}
