package dev.skew.world.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.TraceFields;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.ForwardProposal;
import dev.skew.world.raft.RaftMessage.ForwardTransfer;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import dev.skew.world.raft.RaftMessage.PreVoteRequest;
import dev.skew.world.raft.RaftMessage.PreVoteResponse;
import dev.skew.world.raft.RaftMessage.ReadIndexRequest;
import dev.skew.world.raft.RaftMessage.ReadIndexResponse;
import dev.skew.world.raft.RaftMessage.TimeoutNow;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RaftMessageTest {

  private static final List<RaftMessage> ONE_OF_EACH =
      List.of(
          new VoteRequest(1, 2, 3, false),
          new VoteResponse(1, true),
          new PreVoteRequest(1, 2, 3),
          new PreVoteResponse(1, true),
          new AppendEntries(1, 2, 3, 4, EntryList.EMPTY),
          new AppendResponse(1, 2, true, 3, 4),
          new Heartbeat(1, 2, 3, 4),
          new HeartbeatResponse(1, 2, 3),
          new InstallSnapshot(1, Snapshot.initial(Configuration.ofVoters(Fixtures.THREE))),
          new TimeoutNow(1),
          new ForwardProposal(List.of(new Fixtures.Text("x"))),
          new ForwardTransfer(Fixtures.N2),
          new ReadIndexRequest(1),
          new ReadIndexResponse(1, 2, 3));

  @Test
  void everyKindIsItsRecordsNameInKebabCase() {
    for (RaftMessage message : ONE_OF_EACH) {
      assertThat(message.kind()).isEqualTo(kebab(message.getClass().getSimpleName()));
    }
  }

  @Test
  void everyTypeIsListedHereAndDescribed() {
    assertThat(ONE_OF_EACH)
        .extracting(Object::getClass)
        .containsExactlyElementsOf(
            Arrays.asList(RaftMessage.class.getPermittedSubclasses()).stream()
                .map(type -> (Class<?>) type)
                .toList());
    for (RaftMessage message : ONE_OF_EACH) {
      assertThat(fieldsOf(message)).as(message.kind()).isNotEmpty();
    }
  }

  @Test
  void sizeCountsWhatIsCarried() {
    AppendEntries append = new AppendEntries(1, 0, 0, 0, Fixtures.entriesFrom(1, 1, 1));
    InstallSnapshot snapshot =
        new InstallSnapshot(
            1,
            new Snapshot(
                1, 1, Configuration.ofVoters(Fixtures.THREE), new Fixtures.TextImage("12345")));

    assertThat(append.sizeBytes()).isEqualTo(RaftMessage.HEADER_BYTES + 2 * (16 + 4));
    assertThat(snapshot.sizeBytes()).isEqualTo(RaftMessage.HEADER_BYTES + 5);
    assertThat(new Heartbeat(1, 0, 0, 0).sizeBytes()).isEqualTo(RaftMessage.HEADER_BYTES);
  }

  @Test
  void fingerprintsTellPayloadsApart() {
    Payload add = new MembershipChange(MembershipChange.Kind.ADD_VOTER, Fixtures.N2);
    Payload learn = new MembershipChange(MembershipChange.Kind.ADD_LEARNER, Fixtures.N2);
    Payload other = new MembershipChange(MembershipChange.Kind.ADD_VOTER, Fixtures.N3);

    assertThat(List.of(add, learn, other, Payload.NoOp.INSTANCE))
        .extracting(Payload::fingerprint)
        .doesNotHaveDuplicates();
  }

  private static List<String> fieldsOf(RaftMessage message) {
    List<String> names = new ArrayList<>();
    message.describe(
        new TraceFields() {
          @Override
          public TraceFields put(String name, long value) {
            names.add(name);
            return this;
          }

          @Override
          public TraceFields put(String name, String value) {
            names.add(name);
            return this;
          }

          @Override
          public TraceFields put(String name, boolean value) {
            names.add(name);
            return this;
          }
        });
    return names;
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
