"""Single image functions at sizes that no family uses, for packages/policy/src/image: python make_images.py OUT.json
(tensorflow-cpu 2.15.0, Pillow 11.3.0: 13 goes in another order where one side grows and the other shrinks; openpi's image_tools from --sources)"""
import argparse
import json
import sys

import numpy as np
import tensorflow as tf
from observations import digest, picture
from PIL import Image

import originals

parser = argparse.ArgumentParser()
parser.add_argument("--sources", required=True)
parser.add_argument("out")
args = parser.parse_args()
sys.path.insert(0, f"{args.sources}/openpi/packages/openpi-client/src")
from openpi_client import image_tools

(crop,) = originals.functions_of(f"{args.sources}/openvla/experiments/robot/openvla_utils.py", ["crop_and_resize"], tf=tf)
out = []


def jpeg(image, width, height):
    return tf.io.decode_image(tf.image.encode_jpeg(image), expand_animations=False, dtype=tf.uint8).numpy()


def lanczos3(image, width, height):
    image = tf.image.resize(image, (height, width), method="lanczos3", antialias=True)
    return tf.cast(tf.clip_by_value(tf.round(image), 0, 255), tf.uint8).numpy()


def pillow(method):
    return lambda image, width, height: np.array(Image.fromarray(image).resize((width, height), method))


def centre(area):
    def run(image, width, height):
        image = crop(tf.image.convert_image_dtype(tf.convert_to_tensor(image), tf.float32), area, 1)
        return tf.image.convert_image_dtype(tf.clip_by_value(image, 0, 1), tf.uint8, saturate=True).numpy()

    return run


functions = {
    "jpeg": (jpeg, [(256, 256, 0, 0), (247, 129, 0, 0), (360, 360, 0, 0), (17, 33, 0, 0), (1, 1, 0, 0), (3, 5, 0, 0)]),
    "lanczos3": (lanczos3, [(256, 256, 300, 300), (256, 256, 180, 100), (128, 96, 224, 224), (360, 360, 224, 224), (5, 3, 7, 2)]),
    "bilinear": (pillow(Image.BILINEAR), [(256, 256, 224, 224), (256, 256, 100, 301), (128, 128, 224, 224), (9, 4, 2, 3)]),
    "bicubic": (pillow(Image.BICUBIC), [(256, 256, 224, 224), (256, 256, 100, 301), (9, 4, 20, 3)]),
    "lanczos": (pillow(Image.LANCZOS), [(256, 256, 224, 224), (256, 256, 100, 301), (9, 4, 20, 3)]),
    "pad": (lambda i, w, h: image_tools.resize_with_pad(i, h, w), [(256, 128, 224, 224), (100, 200, 224, 160), (224, 224, 224, 224)]),
    "crop 0.9": (centre(0.9), [(224, 224, 224, 224), (256, 256, 224, 224), (100, 60, 224, 224)]),
    "crop 0.5": (centre(0.5), [(224, 224, 224, 224)]),
}
for name, (function, sizes) in functions.items():
    for width, height, to_width, to_height in sizes:
        for k in [2, 4, 7]:
            made = function(picture(k, width, height), to_width, to_height)
            out.append({"function": name, "k": k, "from": [width, height], "to": [to_width, to_height], **digest(made)})
with open(args.out, "w") as file:
    json.dump(out, file, separators=(",", ":"))
