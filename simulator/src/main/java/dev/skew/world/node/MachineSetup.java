package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;

/**
 * What a machine is made of.
 *
 * @param random for the machine's own draws: how long a boot or a message takes
 * @param handle where the machine shows what it is doing
 * @param observer told after every step of the process
 */
public record MachineSetup(
    NodeId id,
    Region region,
    VirtualActorSystem actors,
    EventQueue queue,
    Trace trace,
    VirtualNetwork network,
    NodeClock clock,
    ServiceProfile service,
    ServerSoftware software,
    RandomSource random,
    NodeHandle handle,
    StepObserver observer) {}
