/**
 * Links, transports and partitions: how messages travel.
 *
 * <p>{@link dev.skew.world.network.VirtualNetwork} carries every {@link
 * dev.skew.world.network.WireMessage} between the {@link dev.skew.world.network.Endpoint}s of a
 * sandbox. A link has one direction and a quality in the words of tc-netem ({@link
 * dev.skew.world.network.LinkProfile}), further stages that faults put behind it, and cuts ({@link
 * dev.skew.world.network.Partition}). A {@link dev.skew.world.network.Channel} says whether
 * messages go as datagrams or over a TCP connection as Linux runs it, with the habits that {@link
 * dev.skew.world.network.StreamSettings} names.
 *
 * <p>Imports kernel and topology; nothing above, no Pekko.
 */
@NullMarked
package dev.skew.world.network;

import org.jspecify.annotations.NullMarked;
