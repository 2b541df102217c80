package dev.skew.world.fault;

import dev.skew.kernel.RandomSource;
import dev.skew.world.fault.FaultCommand.Require;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a command means: how many or which ones, out of all nodes or of a role or region.
 * Clients are meant only where a role or a name says so.
 *
 * @param role only nodes of this role, or null for every role but clients
 * @param region only nodes of this region, or null for all
 */
public record NodeSelector(Amount amount, @Nullable String role, @Nullable String region) {

  public static final NodeSelector ALL = new NodeSelector(Group.ALL, null, null);

  /** Everyone else; only at the other end of links. */
  public static final NodeSelector REST = new NodeSelector(Group.REST, null, null);

  /** How many, or which. */
  public sealed interface Amount permits Share, Count, Named, Group {}

  /** A fraction in (0, 1], rounded to the nearest whole number of nodes, at least one. */
  public record Share(double ratio) implements Amount {

    public Share {
      if (!(ratio > 0 && ratio <= 1)) {
        throw new IllegalArgumentException(
            "a share of nodes must lie in (0%, 100%], got " + Quantities.share(ratio));
      }
    }
  }

  /** So many. */
  public record Count(int number) implements Amount {

    public Count {
      if (number < 1) {
        throw new IllegalArgumentException("a count of nodes must be at least 1, got " + number);
      }
    }
  }

  /** These. */
  public record Named(List<String> names) implements Amount {

    public Named {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("at least one node must be named");
      }
    }
  }

  /** Those who stand in a relation to the others. */
  public enum Group implements Amount {
    ALL("all"),
    /** Who leads the consensus group when the command runs. */
    LEADER("leader"),
    /** One, drawn, of the others of the leader's role. */
    FOLLOWER("follower"),
    /** All the others of the leader's role. */
    FOLLOWERS("followers"),
    /** As many as can go without a role losing its majority. */
    MINORITY("minority"),
    /** As few as leave every role without its majority. */
    MAJORITY("majority"),
    /** Everyone else, clients too; only at the other end of links. */
    REST("rest");

    private final String label;

    Group(String label) {
      this.label = label;
    }

    /** The word as commands write it. */
    public String label() {
      return label;
    }
  }

  public static NodeSelector of(Amount amount) {
    return new NodeSelector(amount, null, null);
  }

  public static NodeSelector named(String... names) {
    return of(new Named(List.of(names)));
  }

  public NodeSelector withRole(String name) {
    return new NodeSelector(amount, name, region);
  }

  public NodeSelector withRegion(String name) {
    return new NodeSelector(amount, role, name);
  }

  /**
   * The nodes that are meant now, in the order of {@link NodeId}.
   *
   * <p>A share or a count is spread over the roles in proportion, so that 40 % of five etcd nodes
   * and five stores is two of each; within a role it is drawn.
   *
   * @throws SelectionRefusedException when there is no such choice
   */
  public List<NodeId> choose(List<Member> members, Optional<NodeId> leader, RandomSource random) {
    return new NodeDraw(this, members, random).draw(leader);
  }

  /**
   * Refuses a choice that is not what the command requires.
   *
   * @throws SelectionRefusedException naming the role and both numbers
   */
  public static void require(Require require, List<NodeId> chosen, List<Member> members) {
    if (require == Require.ANY) {
      return;
    }
    for (Map.Entry<String, List<Member>> role : byRole(members).entrySet()) {
      long touched = role.getValue().stream().filter(one -> chosen.contains(one.id())).count();
      int size = role.getValue().size();
      boolean holds = require == Require.MINORITY ? 2 * touched < size : 2 * touched > size;
      if (touched > 0 && !holds) {
        throw new SelectionRefusedException(
            "%d of %d %s nodes are no %s; %s would be one"
                .formatted(
                    touched,
                    size,
                    role.getKey(),
                    require.label(),
                    require == Require.MINORITY
                        ? "at most " + (size - 1) / 2
                        : "at least " + (size / 2 + 1)));
      }
    }
  }

  static Map<String, List<Member>> byRole(List<Member> members) {
    Map<String, List<Member>> roles = new LinkedHashMap<>();
    for (Member member : members) {
      roles.computeIfAbsent(member.role(), role -> new ArrayList<>()).add(member);
    }
    return roles;
  }

  /** The selector as one word: {@code 40%}, {@code leader}, {@code 2/role:store/region:eu-west}. */
  @Override
  public String toString() {
    return SelectorText.write(this);
  }
}
