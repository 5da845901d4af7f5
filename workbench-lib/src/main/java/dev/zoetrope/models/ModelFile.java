package dev.zoetrope.models;

/**
 * One file of a model.
 *
 * @param path relative to the model's folder, with slashes
 * @param bytes its size
 * @param checksum what its bytes must give
 */
public record ModelFile(String path, long bytes, Checksum checksum) {}
