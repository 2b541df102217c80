package dev.skew.world.node;

import dev.skew.world.network.Latency;

/**
 * What a disk is like.
 *
 * @param append handing a record over before it is synced
 * @param fsync making what was handed over durable
 * @param capacityBytes after which no space is left
 * @param device which does the work; several logs may share one
 */
public record DiskProfile(Latency append, Latency fsync, long capacityBytes, DiskDevice device) {}
