package dev.skew.world.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.CommandWalk;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class ClientActorTest {

  private static final NodeId CLIENT = new NodeId(9, "client-0");
  private static final NodeId NODE = new NodeId(0, "etcd-0");

  private final EventQueue queue = new EventQueue();
  private final VirtualActorSystem actors =
      VirtualActorSystem.create(queue, new Trace(queue), "clients");
  private final List<ClientRequest> sent = new ArrayList<>();
  private final History history = new History(100);
  private final ActorRef<ClientActor.Command> client =
      actors.spawn(ClientActor.create(setup(), actors), "client-0");

  @Test
  void handlesEveryKindOfCommand() throws ReflectiveOperationException {
    Invocation invocation =
        new Invocation(1, CLIENT, 0, 1, NODE, new Operation.Put("k", "v"), false, 0);
    Map<Class<?>, ?> values =
        Map.of(
            NodeId.class, NODE,
            ClientResponse.class, new ClientResponse(7, Outcome.OK, List.of(), "", 1, ""),
            PendingOperation.class, new PendingOperation(invocation, ""));

    List<String> unhandled =
        CommandWalk.unhandled(actors, client, ClientActor.Command.class, values);

    assertThat(CommandWalk.kindsOf(ClientActor.Command.class)).hasSizeGreaterThanOrEqualTo(7);
    assertThat(unhandled).isEmpty();
  }

  @Test
  void putsLoadOnTheStoreUntilItIsStopped() {
    client.tell(new ClientActor.Start());
    actors.runUntil(SimTime.SECOND);
    int started = sent.size();

    client.tell(new ClientActor.Stop());
    actors.runUntil(10 * SimTime.SECOND);

    assertThat(started).isBetween(50, 150);
    assertThat(sent).hasSize(started);
  }

  @Test
  void anAnswerEndsItsOperation() {
    client.tell(new ClientActor.Start());
    actors.runUntil(SimTime.SECOND / 10);

    client.tell(
        new ClientActor.Deliver(
            NODE, new ClientResponse(sent.get(0).id(), Outcome.OK, List.of(), "", 2, "")));
    actors.runReady();

    assertThat(history.completedCount()).isEqualTo(1);
  }

  @Test
  void scalingChangesTheRate() {
    client.tell(new ClientActor.Start());
    client.tell(new ClientActor.ScaleLoad(10));
    actors.runUntil(SimTime.SECOND);

    assertThat(sent.size()).isBetween(800, 1_200);
  }

  private ClientSetup setup() {
    return new ClientSetup(
        CLIENT,
        LoadRig.profile(
            new Arrival.OpenLoop(100, 10),
            LoadRig.halfReads(),
            RequestPolicy.withTimeout(LoadRig.SECOND)),
        new Seed(42),
        queue,
        history,
        (to, request) -> sent.add(request),
        Endpoints.of(List.of(NODE)));
  }
}
