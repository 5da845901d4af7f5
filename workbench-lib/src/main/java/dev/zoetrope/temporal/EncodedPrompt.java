package dev.zoetrope.temporal;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.media.EncodedImage;
import java.util.List;

public record EncodedPrompt(
    String name,
    List<ContentPart> parts,
    List<EncodedImage> images,
    long encodeFromNanos,
    long encodeToNanos,
    long newestCapturedAtNanos) {}
