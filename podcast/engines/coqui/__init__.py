"""Coqui TTS: neural voices; VITS spoken by onnxruntime alone, other models by torch. MPL-2.0."""
