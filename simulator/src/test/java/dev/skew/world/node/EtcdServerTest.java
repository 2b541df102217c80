package dev.skew.world.node;

import static dev.skew.world.node.TestNode.CLIENT;
import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Operation;
import dev.skew.world.network.Channel;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.Payload;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server loop around the core ({@code etcdserver/raft.go}): who waits for the disk. */
class EtcdServerTest {

  private static final List<NodeId> THREE = List.of(SELF, PEER, new NodeId(2, "etcd-2"));
  private static final long TERM = 5;

  private final TestNode node = new TestNode();
  private final RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(THREE)));
  private final WalDisk<RaftWal.LogRecord> disk = TestDisk.on(node.queue, wal);
  private EtcdServer server = boot(0);

  @Test
  void aFollowerAcknowledgesEntriesOnceTheyAreOnDisk() {
    append(3, 1, 3);

    List<RaftMessage.AppendResponse> early = node.sent(RaftMessage.AppendResponse.class);
    node.runFor(SimTime.SECOND / 2);

    assertThat(early).isEmpty();
    assertThat(node.sent(RaftMessage.AppendResponse.class))
        .extracting(RaftMessage.AppendResponse::index)
        .containsExactly(6L);
    assertThat(wal.log().lastIndex()).isEqualTo(6);
  }

  @Test
  void whatArrivesWhileTheDiskIsBusyIsOneWriteAndOneAnswer() {
    append(3, 1, 1);
    append(4, TERM, 1);
    append(5, TERM, 1);
    node.runFor(SimTime.SECOND / 2);

    assertThat(disk.syncCount()).isEqualTo(2);
    assertThat(node.sent(RaftMessage.AppendResponse.class))
        .extracting(RaftMessage.AppendResponse::index)
        .containsExactly(4L, 6L);
  }

  /** What it acknowledged must be there after a power failure, whatever came with it. */
  @Test
  void entriesThatCameWithASnapshotSurviveALossOfPower() {
    append(3, 1, 3);
    node.receive(PEER, new RaftMessage.InstallSnapshot(TERM, snapshotAt(100)));
    append(100, TERM, 2);
    node.runFor(SimTime.SECOND / 2);
    long acknowledged =
        node.sent(RaftMessage.AppendResponse.class).stream()
            .mapToLong(RaftMessage.AppendResponse::index)
            .max()
            .orElseThrow();

    disk.powerLost();
    server = boot(1);

    assertThat(acknowledged).isEqualTo(102);
    assertThat(server.state().log().lastIndex()).isEqualTo(102);
  }

  @Test
  void aSnapshotIsConfirmedToItsSenderAsItArrives() {
    node.receive(PEER, new RaftMessage.InstallSnapshot(TERM, snapshotAt(100)));

    assertThat(node.sent)
        .anySatisfy(
            sent -> {
              assertThat(sent.message()).isEqualTo(new SnapshotAccepted());
              assertThat(sent.channel()).isEqualTo(Channel.RAFT_PIPELINE);
            });
  }

  /** rafthttp's {@code peer.pick}. */
  @Test
  void everyMessageTakesItsStream() {
    append(3, 1, 1);
    node.runFor(5 * SimTime.SECOND);

    assertThat(node.sent)
        .filteredOn(sent -> sent.message() instanceof RaftMessage.VoteRequest)
        .isNotEmpty()
        .allSatisfy(sent -> assertThat(sent.channel()).isEqualTo(Channel.RAFT_MESSAGE));
  }

  @Test
  void whoSeesItsPeersConnectedDoesNotSitOutItsFirstElectionTimeout() {
    node.peers = List.of(PEER, CLIENT);

    node.runFor(1_150 * SimTime.MILLISECOND);

    assertThat(node.sent(RaftMessage.VoteRequest.class)).isNotEmpty();
  }

  @Test
  void aProcessThatPanickedDoesNothingMore() {
    append(3, 1, 1);
    node.runFor(SimTime.SECOND / 2);
    disk.fill(true);

    append(4, TERM, 1);
    int sent = node.sent.size();
    append(5, TERM, 1);
    node.receive(CLIENT, new ClientRequest(1, new Operation.Put("k", "v"), "", 10));
    node.runFor(10 * SimTime.SECOND);

    assertThat(node.panics).containsExactly("wal: no space left on device");
    assertThat(node.sent(RaftMessage.class)).hasSizeLessThanOrEqualTo(sent);
  }

  private EtcdServer boot(int life) {
    EtcdServer booted =
        new EtcdServer(
            node, EtcdSettings.DEFAULT, disk, new EtcdBoot(wal, new Seed(1).random(), life));
    node.runs(booted);
    return booted;
  }

  /** The leader of the term has this member append entries after an index. */
  private void append(long previous, long previousTerm, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(new Entry(TERM, previous + i, Payload.NoOp.INSTANCE));
    }
    node.receive(
        PEER,
        new RaftMessage.AppendEntries(TERM, previous, previousTerm, 3, EntryList.of(entries)));
  }

  private static Snapshot snapshotAt(long index) {
    return new Snapshot(index, TERM, Configuration.ofVoters(THREE), new Snapshot.EmptyImage());
  }
}
