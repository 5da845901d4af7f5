package dev.zoetrope.models;

/**
 * Where a model comes from.
 *
 * @param source a hub's repository, or the folder that was imported
 * @param revision the repository's commit; empty for a folder
 * @param licence as the source tells it
 */
public record Origin(String source, String revision, String licence) {}
