package dev.zoetrope.capture;

public class FrameEncoder {}
