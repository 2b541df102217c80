package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.pekko.CommandWalk;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class NodeActorTest {

  private static final Map<Class<?>, ?> VALUES =
      Map.of(
          NodeId.class,
          MachineRig.PEER,
          Channel.class,
          Channel.RAFT_MESSAGE,
          WireMessage.class,
          new MachineRig.Note(1),
          Object.class,
          "token");

  @Test
  void handlesEveryKindOfCommand() throws ReflectiveOperationException {
    MachineRig rig = MachineRig.running();

    List<String> unhandled =
        CommandWalk.unhandled(rig.actors, rig.machine, NodeActor.Command.class, VALUES);

    assertThat(CommandWalk.kindsOf(NodeActor.Command.class)).hasSizeGreaterThanOrEqualTo(12);
    assertThat(unhandled).isEmpty();
  }

  @Test
  void whatAnActorDoesNotHandleWouldBeNoticed() throws ReflectiveOperationException {
    MachineRig rig = MachineRig.running();
    ActorRef<NodeActor.Command> deaf =
        rig.actors.spawn(
            Behaviors.receive(NodeActor.Command.class)
                .onMessage(NodeActor.Start.class, start -> Behaviors.same())
                .build(),
            "deaf");

    List<String> unhandled =
        CommandWalk.unhandled(rig.actors, deaf, NodeActor.Command.class, VALUES);

    assertThat(unhandled)
        .contains("Deliver", "Crash", "Processor")
        .doesNotContain("Start")
        .hasSize(CommandWalk.kindsOf(NodeActor.Command.class).size() - 1);
  }
}
