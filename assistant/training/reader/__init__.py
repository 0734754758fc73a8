"""Makes the cross-encoder that ships, `index/minilm/reader.onnx`; needs the extra `training`.

In order: `training_sets` and `written_questions` make training data, `mixing` puts the two
together, `train` trains, `export` writes the ONNX graph in eight bits, and `agreement` compares it
with full precision. `index/minilm/PROVENANCE.md` has the commands.
"""
