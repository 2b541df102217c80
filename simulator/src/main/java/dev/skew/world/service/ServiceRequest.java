package dev.skew.world.service;

/**
 * What a user wants, as every call on its behalf carries it along: the headers of a request.
 *
 * @param id of the user's request, the same in every attempt of every layer: request id and
 *     idempotency key in one
 * @param user who asks; an {@link AdmissionGate} lets users in, not requests
 * @param key what it is about: shards and caches go by it
 * @param write whether it has an effect
 * @param critical whether it is among those that matter most
 */
public record ServiceRequest(long id, String user, String key, boolean write, boolean critical) {}
